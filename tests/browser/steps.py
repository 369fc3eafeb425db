"""Steps of a path with a family, as somebody takes them in a browser, whatever a body's own form asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, expect

NOTHING: Mapping[str, str] = {}
FRIDAY = {"on-day": "20", "on-month": "11", "on-year": "2026"}
WHEN = {**FRIDAY, "at": "2.30pm", "place_because": "The family lives near."}
NAMES_OF_OPTIONAL = """form => [...form.elements].filter(each => {
  const group = each.closest('fieldset');
  const told = [...(each.labels || []), ...(group ? group.querySelectorAll(':scope > legend') : [])];
  return told.some(label => label.textContent.includes('(optional)'));
}).map(each => each.name)"""
# Of the form that says what became of a meeting: what is told only where it was not held.
ONLY_IF_MISSED = ("offer_", "no_offer", "asked_by", "change_", "action", "child_view", "seen")
SAID = "We spoke of it, and wrote it down."


def to_child(page: Page, site: str, name: str) -> None:
    """From the first page, by the find box."""
    page.goto(site)
    page.get_by_role("textbox", name="Find a child").fill(name)
    page.get_by_role("button", name="Find", exact=True).click()
    page.locator("main").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[1])


def to_part(page: Page, link: str) -> None:
    page.locator("main").get_by_role("link", name=link).first.click()


def choose(page: Page, question: str, answer: str) -> None:
    group = page.get_by_role("group", name=question)
    group.get_by_label(answer, exact=True).check()


def fill_what_is_empty(form: Locator, *, leave: Callable[[str], bool] | None = None) -> None:
    """Every field that must be filled and has nothing yet: a day next week, the first choice, or words.

    leave: instead, by the name of a field, whether it stays as it is.
    """
    may_stay = leave or _optional(form)
    for box in form.locator("input[type=text]:visible, input:not([type]):visible, textarea:visible").all():
        name = box.get_attribute("name") or ""
        if box.input_value() or may_stay(name):
            continue
        day = {"day": "27", "month": "11", "year": "2026"}.get(name.rpartition("-")[2])
        box.fill(day or SAID)
    for listed in form.locator("select:visible").all():
        if not listed.input_value() and not may_stay(listed.get_attribute("name") or ""):
            listed.select_option(index=1)
    names = {each.get_attribute("name") or "" for each in form.locator("input[type=radio]:visible").all()}
    for name in sorted(names):
        several = form.locator(f'input[type=radio][name="{name}"]')
        if not may_stay(name) and not any(each.is_checked() for each in several.all()):
            several.first.check()


def _optional(form: Locator) -> Callable[[str], bool]:
    """Fields whose label, or whose group's, says so."""
    found: set[str] = set(form.evaluate(NAMES_OF_OPTIONAL))
    return lambda name: name in found


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_have_count(0)


def record(page: Page, kind: str, chosen: Mapping[str, str] = NOTHING) -> None:
    """On the page of support: one record of a kind, with these answers by their questions."""
    to_part(page, kind)
    for question, answer in chosen.items():
        choose(page, question, answer)
    fill_what_is_empty(page.locator("main form"))
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text(f": {kind}")


def send_letter(page: Page, title: str) -> None:
    """Draft it, approve it, and record that it was posted or handed over."""
    to_part(page, title)
    fill_what_is_empty(page.locator("main form"))
    press(page, "Draft the letters")
    page.locator("main table a").first.click()
    press(page, "Approve the letter")
    page.locator("main form").get_by_role("radio").first.check()
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text("It is recorded what became of the letter")


def arrange(page: Page, title: str) -> None:
    to_part(page, title)
    form = page.locator("main form")
    for name, told in WHEN.items():
        form.locator(f'[name="{name}"]').fill(told)
    form.get_by_label("In school", exact=True).check()
    form.get_by_label("Ms Nell").first.check()
    press(page, "Arrange it")


def close_as(page: Page, result: str, **typed: str) -> None:
    """Say what became of the open meeting; what is not told by `typed` is filled in where it was held."""
    to_part(page, "Say what became of it")
    form = page.locator("main form")
    form.get_by_label(result, exact=True).check()
    for name, value in typed.items():
        form.locator(f'[name="{name}"]').fill(value)
    if not typed:
        fill_what_is_empty(form, leave=lambda name: name.startswith(ONLY_IF_MISSED))
    press(page, "Record it")
