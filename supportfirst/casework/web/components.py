"""What each component works out before its template writes it: ids, states, what describes what.

Options carry GOV.UK Frontend's names in snake_case (`isPageHeading` is `is_page_heading`). One of them
differs on purpose: there is no `html` beside `text`. Text is escaped unless it was marked safe, so a
plain string can never become markup. Where an option is a dictionary with a `text`, a string will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Options(dict[str, Any]):
    """A dictionary of which a template may ask anything: what is missing is empty.

    Without this `row.items`, where a row has none, would be the dictionary's own method.
    """

    def __missing__(self, key: str) -> str:
        return ""


def options_of(given: Any) -> Any:
    """Dictionaries become Options, all the way down."""
    if isinstance(given, Mapping):
        return Options({key: options_of(value) for key, value in given.items()})
    if isinstance(given, list | tuple):
        return [options_of(value) for value in given]
    return given


def worded(given: Any) -> Options:
    """A string as the dictionary that stands for it; nothing as an empty one."""
    if isinstance(given, Options):
        return given
    return Options() if given is None or given == "" else Options(text=given)


def joined(*words: Any) -> str:
    return " ".join(str(word) for word in words if word)


def prepare(name: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The context of the template of component `name`."""
    options: Options = options_of(given)
    return PREPARATIONS[name](options) if name in PREPARATIONS else options


def described(options: Options, id_: str, *, start: str = "") -> None:
    """Give hint and error their ids, and name them in `described_by` in the order they are read."""
    options["hint"], options["error_message"] = worded(options["hint"]), worded(options["error_message"])
    names = [start]
    for part, ending in (("hint", "hint"), ("error_message", "error")):
        if options[part]:
            options[part] = Options(options[part], id=f"{id_}-{ending}")
            names.append(options[part]["id"])
    options["described_by"] = joined(*names)


def field(options: Options) -> Options:
    """One control with its label: input, text area, select, file."""
    options["id"] = options["id"] or options["name"]
    options["label"] = Options(worded(options["label"]), **{"for": options["id"]})
    described(options, options["id"], start=options["described_by"])
    return options


def text_input(options: Options) -> Options:
    field(options)
    group = options["form_group"] or Options()
    options["prefix"], options["suffix"] = worded(options["prefix"]), worded(options["suffix"])
    around = (options["prefix"], options["suffix"], group["before_input"], group["after_input"])
    options["is_wrapped"] = any(part and part["text"] for part in around)
    return options


def password_input(options: Options) -> Options:
    options.setdefault("autocomplete", "current-password")
    return field(options)


def select(options: Options) -> Options:
    field(options)
    chosen = options["value"]
    items = [item for item in options["items"] if item]
    for item in items:
        item["has_value"] = "value" in item
        value = item["value"] if item["has_value"] else item["text"]
        item["selected"] = item["selected"] or is_chosen(value, [chosen], item.get("selected"))
    options["items"] = items
    return options


def is_chosen(value: Any, chosen: Iterable[Any], said: Any) -> bool:
    """Whether this value is among the chosen ones; what the page said of it outweighs."""
    wanted = {str(each) for each in chosen if each not in (None, "")}
    return said is not False and value is not None and str(value) in wanted


def choices(options: Options, chosen: Iterable[Any], described_by: str) -> None:
    """Ids, hints and states of radios or checkboxes. The first id bears no number: errors link to it."""
    prefix = options["id_prefix"] or options["name"]
    chosen = list(chosen)
    items = []
    for number, item in enumerate(options["items"] or [], 1):
        if not item:
            continue
        item["id"] = item["id"] or (prefix if number == 1 else f"{prefix}-{number}")
        item["name"] = item["name"] or options["name"]
        item["checked"] = item["checked"] or is_chosen(item["value"], chosen, item.get("checked"))
        item["label"] = item["label"] or Options()
        item["hint"] = worded(item["hint"])
        item["hint_id"] = f"{item['id']}-item-hint" if item["hint"]["text"] else ""
        item["described_by"] = joined(described_by, item["hint_id"])
        item["conditional"] = worded(item["conditional"])
        items.append(item)
    options["items"] = items


def grouped(options: Options, id_: str, start: str) -> None:
    fieldset = options["fieldset"]
    described(options, id_, start=(fieldset["described_by"] if fieldset else "") or start)
    if fieldset:
        fieldset["described_by"] = options["described_by"]


def radios(options: Options) -> Options:
    grouped(options, options["id_prefix"] or options["name"], "")
    choices(options, [options["value"]], "")
    return options


def checkboxes(options: Options) -> Options:
    """An item of a group without a fieldset is described by what describes the group before its hint."""
    start = options["described_by"]
    grouped(options, options["id_prefix"] or options["name"], start)
    choices(options, options["values"] or [], "" if options["fieldset"] else options["described_by"])
    return options


DATE_PARTS = {"day": 2, "month": 2, "year": 4}


def date_input(options: Options) -> Options:
    """Day, month and year. An error marks the parts that it names, or all where it names none."""
    options["id"] = options["id"] or options["name_prefix"]
    grouped(options, options["id"], "")
    said = {part: options.get(part, {}) for part in DATE_PARTS}  # False leaves a part out
    alone = [Options({"name": part, **each}, part=part) for part, each in said.items() if each is not False]
    known = {item["name"]: item for item in alone}
    items = [Options({**known.get(item["name"], {}), **item}) for item in options["items"] or alone if item]
    some_marked = any(item["error"] or "govuk-input--error" in item["classes"] for item in items)
    marks_all = bool(options["error_message"]) and not some_marked
    options["items"] = [date_part(options, item, marks_all=marks_all) for item in items]
    return options


def date_part(options: Options, item: Options, *, marks_all: bool) -> Options:
    values = options["values"] or Options()
    name = item["name"]
    full_name = f"{options['name_prefix']}-{name}" if options["name_prefix"] else name
    known = (item.get("value"), values.get(name), values.get(full_name))
    classes = item["classes"]
    added = []
    if "govuk-input--error" not in classes and (
        item["error"] or (marks_all and item.get("error") is not False)
    ):
        added.append("govuk-input--error")
    if "govuk-input--width-" not in classes:
        added.append(f"govuk-input--width-{DATE_PARTS.get(item['part'] or name, 2)}")
    return Options(
        label=Options(text=item["label"] or name.capitalize(), classes="govuk-date-input__label"),
        id=item["id"] or f"{options['id']}-{name}",
        classes=joined("govuk-date-input__input", *added, classes),
        name=full_name,
        value=next((each for each in known if each is not None), None),
        inputmode=item["inputmode"] or "numeric",
        autocomplete=item["autocomplete"],
        pattern=item["pattern"],
        attributes=item["attributes"],
    )


def table(options: Options) -> Options:
    options["head"] = [worded(cell) for cell in options["head"] or []]
    options["rows"] = [[worded(cell) for cell in row] for row in options["rows"] or [] if row]
    return options


def summary_list(options: Options) -> Options:
    rows = [row for row in options["rows"] or [] if row]
    for row in rows:
        row["key"], row["value"] = worded(row["key"]), worded(row["value"])
        row["links"] = row["actions"]["items"] if row["actions"] else []
    options["rows"] = rows
    options["some_have_actions"] = any(row["links"] for row in rows)
    if options["card"]:
        card = options["card"]
        card["title"] = worded(card["title"])
        card["links"] = card["actions"]["items"] if card["actions"] else []
    return options


def task_list(options: Options) -> Options:
    prefix = options["id_prefix"] or "task-list"
    items = []
    for number, item in enumerate(options["items"] or [], 1):
        if item:
            item["title"], item["hint"] = worded(item["title"]), worded(item["hint"])
            item["status"] = worded(item["status"])
            item["hint_id"] = f"{prefix}-{number}-hint" if item["hint"] else ""
            item["status_id"] = f"{prefix}-{number}-status"
            item["described_by"] = joined(item["hint_id"], item["status_id"])
            items.append(item)
    options["items"] = items
    return options


def service_navigation(options: Options) -> Options:
    items = [item for item in options["navigation"] or [] if item]
    options["navigation"] = items
    toggle = options["menu_button_text"] or "Menu"
    options["menu_button_text"] = toggle
    options["navigation_label"] = options["navigation_label"] or toggle
    options.setdefault("collapse_navigation_on_mobile", len(items) > 1)
    if options["menu_button_label"] == toggle:
        options["menu_button_label"] = ""
    return options


def pagination(options: Options) -> Options:
    options["items"] = [item for item in options["items"] or [] if item]
    options["is_block"] = not options["items"] and bool(options["next"] or options["previous"])
    return options


def phase_banner(options: Options) -> Options:
    tag = worded(options["tag"])
    options["tag"] = Options(tag, classes=joined("govuk-phase-banner__content__tag", tag["classes"]))
    return options


def notification_banner(options: Options) -> Options:
    succeeded = options["type"] == "success"
    options["role"] = options["role"] or ("alert" if succeeded else "region")
    options["title_text"] = options["title_text"] or ("Success" if succeeded else "Important")
    options["title_id"] = options["title_id"] or "govuk-notification-banner-title"
    options["type_class"] = "govuk-notification-banner--success" if succeeded else ""
    return options


PREPARATIONS: Mapping[str, Callable[[Options], Options]] = {
    "input": text_input,
    "password_input": password_input,
    "textarea": field,
    "select": select,
    "file_upload": field,
    "radios": radios,
    "checkboxes": checkboxes,
    "date_input": date_input,
    "table": table,
    "summary_list": summary_list,
    "task_list": task_list,
    "service_navigation": service_navigation,
    "pagination": pagination,
    "phase_banner": phase_banner,
    "notification_banner": notification_banner,
}
