"""Our templates make the HTML that GOV.UK Frontend makes of the same options.

Its npm package holds, for each component, options with the HTML expected of them. Those that we leave
out stand in `UNSUPPORTED`, each with its reason.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.template import Context, Template
from django.test.html import parse_html
from django.utils.safestring import SafeString

from scripts.build_front_end import FIXTURES
from supportfirst.casework.web.components import prepare
from supportfirst.casework.web.templatetags.components import component

COMPONENTS = [
    "back-link",
    "breadcrumbs",
    "button",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "footer",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "phase-banner",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
]
OURS = {"generic-header": "header"}  # where our name differs

SCRIPTED_UPLOAD = "we use the browser's own file control, which works without script"
SLOTS = "we put nothing but links into the navigation"
INTERRUPTION = "a page that interrupts is not one of ours"
TRANSLATED = "the pages are in English"
UNSUPPORTED = {
    "file-upload": {
        "enhanced": SCRIPTED_UPLOAD,
        "enhanced, with error message and hint": SCRIPTED_UPLOAD,
        "enhanced, multiple files": SCRIPTED_UPLOAD,
        "enhanced, custom wrapper classes and attributes": SCRIPTED_UPLOAD,
        "translated": SCRIPTED_UPLOAD,
    },
    "panel": {
        "interruption": INTERRUPTION,
        "interruption-with-content-with-long-line-length": INTERRUPTION,
        "interruption-with-headings-content-and-lists": INTERRUPTION,
        "interruption with custom classes": INTERRUPTION,
        "interruption, with actions classes and attributes": INTERRUPTION,
        "interruption, submit action": INTERRUPTION,
        "interruption, button link": INTERRUPTION,
        "interruption, no actions": INTERRUPTION,
        "interruption, no actions items": INTERRUPTION,
    },
    "password-input": {"with translations": TRANSLATED},
    "select": {"with falsy values": "False is sent as “False”, as Django reads it, and not as “false”"},
    "service-navigation": {
        "with language navigation": SLOTS,
        "with right-aligned language navigation": SLOTS,
        "inverse with language navigation": SLOTS,
        "with slotted content": SLOTS,
        "with `inline` end slot": SLOTS,
    },
}
# The footer's crown, licence and Crown copyright are taken out of what is expected: none of them is ours.
NOT_BUILT = (
    "The front end was not built: {path} is missing. Run “python scripts/build_front_end.py” and try again."
)
CROWN = re.compile(r"<svg[^>]*govuk-footer__crown.*?</svg>", re.DOTALL)
LICENCE = re.compile(
    r'<svg[^>]*govuk-footer__licence-logo.*?</svg>\s*<span class="govuk-footer__licence-description">'
    r".*?</span>(?=\s*</div>)",
    re.DOTALL,
)
CROWN_COPYRIGHT = re.compile(
    r'<div class="govuk-footer__meta-item">\s*<a[^>]*govuk-footer__copyright-logo.*?</a>\s*</div>', re.DOTALL
)


@lru_cache
def fixtures(name: str) -> list[dict[str, Any]]:
    path = FIXTURES / f"{name}.json"
    if not path.is_file():
        pytest.fail(NOT_BUILT.format(path=path), pytrace=False)
    return json.loads(path.read_text(encoding="utf-8"))


def in_snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)


def in_our_words(options: Any) -> Any:
    """GOV.UK's options as ours: snake_case, and `html` as a `text` that was marked safe."""
    if isinstance(options, list):
        return [in_our_words(each) for each in options]
    if not isinstance(options, dict):
        return options
    ours: dict[str, Any] = {}
    for name, value in options.items():
        if name == "attributes":
            ours[name] = value
        elif name.lower().endswith("html") and isinstance(value, str):
            continue
        else:
            ours[in_snake_case(name)] = in_our_words(value)
    for name, value in options.items():
        if name.lower().endswith("html") and isinstance(value, str) and value:
            ours[in_snake_case(name)[: -len("html")] + "text"] = SafeString(value)
    return ours


def expected_html(component_name: str, html: str) -> str:
    if component_name == "footer":
        for part in (CROWN, LICENCE, CROWN_COPYRIGHT):
            html = part.sub("", html)
    return html


def difference(expected: str, made: str) -> str:
    lines = [str(parse_html(each)).splitlines() for each in (expected, made)]
    return "\n".join(difflib.unified_diff(*lines, "GOV.UK Frontend", "ours", lineterm=""))


def pair(name: str, fixture: dict[str, Any]) -> tuple[str, str]:
    made = component(OURS.get(name, name.replace("-", "_")), in_our_words(fixture["options"]))
    return expected_html(name, fixture["html"]), made


def is_matched(name: str, fixture: dict[str, Any]) -> bool:
    expected, made = pair(name, fixture)
    return parse_html(expected) == parse_html(made)


def mismatches(name: str) -> Iterator[str]:
    for fixture in fixtures(name):
        if fixture["name"] not in UNSUPPORTED.get(name, {}) and not is_matched(name, fixture):
            yield f"{fixture['name']}\n{fixture['options']}\n{difference(*pair(name, fixture))}"


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_makes_the_html_of_govuk_frontend(name: str) -> None:
    assert list(mismatches(name)) == []


@pytest.mark.parametrize("name", sorted(UNSUPPORTED))
def test_what_is_left_out_is_left_out_for_cause(name: str) -> None:
    """A fixture that has gone, or that we now match, leaves the list."""
    by_name = {fixture["name"]: fixture for fixture in fixtures(name)}
    left_out = UNSUPPORTED[name]

    assert set(left_out) <= set(by_name)
    assert [each for each in left_out if is_matched(name, by_name[each])] == []


def test_plain_text_never_becomes_markup() -> None:
    made = component("tag", text="<b>Ada</b>", attributes={"title": '"><script>'})

    assert "&lt;b&gt;Ada&lt;/b&gt;" in made
    assert "<script>" not in made


def test_a_string_will_do_where_a_text_is_asked_for() -> None:
    short = component("input", name="upn", label="UPN", hint="13 characters")
    long = component("input", name="upn", label={"text": "UPN"}, hint={"text": "13 characters"})

    assert short == long
    assert 'for="upn"' in short


def test_a_block_passes_what_stands_inside() -> None:
    page = Template(
        "{% load components %}{% component_block 'details' summary_text=why %}<p>{{ name }}</p>"
        "{% endcomponent_block %}"
    )

    made = page.render(Context({"why": "Why?", "name": "<Ada>"}))

    assert "<p>&lt;Ada&gt;</p>" in made


def test_a_component_does_not_change_the_options_it_was_given() -> None:
    options = {"name": "reply", "items": [{"text": "Yes", "value": "yes"}], "hint": {"text": "One of these"}}

    component("radios", options)

    assert options == {
        "name": "reply",
        "items": [{"text": "Yes", "value": "yes"}],
        "hint": {"text": "One of these"},
    }


def test_a_row_without_items_has_none() -> None:
    assert prepare("summary_list", {"rows": [{"key": "Name", "value": "Ada"}]})["rows"][0]["links"] == []
