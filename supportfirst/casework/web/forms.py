"""Forms that write themselves with the components: a page says `{{ form }}`, or `{{ form.reason.as_govuk }}`.

A form of ours is a GovukForm. Label, hint (`help_text`) and the first error of a field are joined to its
control; `{{ form }}` begins with the error summary, whose links lead to the controls. Nothing relies on
the browser's own checks, which speak before the person has finished.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import pretty_name
from django.forms.widgets import Input
from django.template.loader import get_template
from django.utils.safestring import SafeString

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.web.components import DATE_PARTS, prepare

GROUPS = ("radios", "checkboxes", "date_input")
# attributes of a widget that a component writes by itself
KNOWN_ATTRIBUTES = ("rows", "autocomplete", "inputmode", "spellcheck", "pattern", "autocapitalize", "class")
MONTHS = {name[:3].lower(): str(number) for number, name in enumerate(calendar.month_name) if name}


class DateParts(forms.Widget):
    """Three boxes; the value is a dictionary of what was typed, or a date. One ISO date is read too."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> dict[str, str] | str | None:
        if name in data:
            whole: str = data[name]
            return whole
        typed = {part: str(data.get(f"{name}-{part}", "")).strip() for part in DATE_PARTS}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in DATE_PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-day" if id_ else id_


class DayField(forms.DateField):
    """A day given as day, month (number or name) and year of four digits."""

    widget = DateParts

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, Mapping):
            return super().to_python(value)
        missing = [part for part in DATE_PARTS if not value.get(part)]
        if missing:
            raise self.refusal(f"must include a {' and '.join(missing)}", missing)
        if len(value["year"]) != 4:
            raise self.refusal("must have a year of four digits", ["year"])
        month: str = MONTHS.get(value["month"][:3].lower()) or value["month"]
        try:
            return date(int(value["year"]), int(month), int(value["day"]))
        except ValueError:
            raise self.refusal("must be a real date, such as 27 3 2025", list(DATE_PARTS)) from None

    def refusal(self, what: str, parts: list[str]) -> ValidationError:
        return ValidationError(f"{self.label or 'The date'} {what}", code="invalid", params={"parts": parts})


class GovukField(BoundField):
    """A field in its form, which can write itself as the component that fits its widget."""

    def as_govuk(self, **more: Any) -> SafeString:
        """The field as a component; `more` are options of that component and outweigh the form's own.

        Radios and checkboxes also take `hints` and `conditionals`, by value.
        """
        if self.is_hidden:
            return SafeString(self.as_widget())
        which, options = self.options(more.pop("hints", {}), more.pop("conditionals", {}))
        template = get_template(f"components/{which}.html")
        return SafeString(template.render(dict(prepare(which, {**options, **more}))))

    def options(
        self, hints: Mapping[str, Any], conditionals: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        which = component_for(self.field.widget)
        options: dict[str, Any] = {"name": self.html_name, "hint": str(self.help_text)}
        if self.errors:
            options["error_message"] = str(self.errors[0])
        if which in GROUPS and not isinstance(self.field.widget, forms.CheckboxInput):
            legend = {"text": self.said_label, "classes": "govuk-fieldset__legend--s"}
            options["fieldset"] = {"legend": legend}
        else:
            options["label"] = {"text": self.said_label, "classes": "govuk-label--s"}
        if which == "date_input":
            options.update(self.date_options())
        elif which in GROUPS:
            options.update(self.choice_options(hints, conditionals))
        else:
            options.update(self.control_options(which))
        return which, options

    @property
    def said_label(self) -> str:
        is_needed = self.field.required or self.name in getattr(self.form, "needed", ())
        is_optional = not is_needed and getattr(self.form, "mark_optional", False)
        return f"{self.label} (optional)" if is_optional else str(self.label)

    @property
    def is_single_box(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    def control_options(self, which: str) -> dict[str, Any]:
        """What input, password, text area, select and file share, from the widget's attributes."""
        widget = self.field.widget
        attributes = dict(self.build_widget_attrs(widget.attrs, widget))
        options: dict[str, Any] = {
            name: attributes.pop(name) for name in KNOWN_ATTRIBUTES if name in attributes
        }
        options["classes"] = options.pop("class", "")
        if "spellcheck" in options:
            options["spellcheck"] = options["spellcheck"] in (True, "true")
        options["id"] = attributes.pop("id", self.auto_id)
        options["disabled"] = attributes.pop("disabled", self.field.disabled)
        for name in ("aria-describedby", "aria-invalid", "required", "cols"):
            attributes.pop(name, None)
        options["attributes"] = attributes
        if which == "select":
            options["items"] = [{"value": value, "text": label} for value, label in self.flat_choices()]
            options["value"] = self.chosen[0] if self.chosen else ""
        elif which == "file_upload":
            options["multiple"] = getattr(widget, "allow_multiple_selected", False)
        elif which != "password_input":
            options["value"] = widget.format_value(self.value())
        if which == "input":
            options["type"] = getattr(widget, "input_type", "text")
        if isinstance(widget, forms.NumberInput):  # boxes with arrows change by scrolling and lose digits
            options["type"] = "text"
            options.setdefault("inputmode", "numeric")
            options["attributes"] = {k: v for k, v in attributes.items() if k not in ("min", "max", "step")}
        return options

    def choice_options(self, hints: Mapping[str, Any], conditionals: Mapping[str, Any]) -> dict[str, Any]:
        if self.is_single_box:
            # the hint belongs to the group, so that it is read before the box
            item = {"value": "on", "text": str(self.label), "checked": bool(self.value())}
            return {"id_prefix": self.auto_id, "items": [item], "label": None}
        items = [
            {
                "value": value,
                "text": label,
                "checked": value in self.chosen,
                "disabled": self.field.disabled,
                "hint": hints.get(value),
                "conditional": conditionals.get(value),
            }
            for value, label in self.flat_choices()
        ]
        return {"id_prefix": self.auto_id, "items": items}

    def date_options(self) -> dict[str, Any]:
        value = self.value()
        if isinstance(value, date):
            value = {part: getattr(value, part) for part in DATE_PARTS}
        elif not isinstance(value, Mapping):
            value = {}
        marked = self.marked_parts()
        items = [
            {
                "name": f"{self.html_name}-{part}",
                "id": f"{self.auto_id}-{part}",
                "label": part.capitalize(),
                "value": value.get(part),
                "error": part in marked,
                "classes": f"govuk-input--width-{width}",
                "attributes": {"disabled": True} if self.field.disabled else {},
            }
            for part, width in DATE_PARTS.items()
        ]
        return {"id": self.auto_id, "items": items}

    def marked_parts(self) -> list[str]:
        """The boxes that the error is about: those it names, or all."""
        found = self.form.errors.as_data().get(self.name, [])
        if not found:
            return []
        parts: list[str] = (found[0].params or {}).get("parts", list(DATE_PARTS))
        return parts

    def link_to_error(self) -> str:
        """Where the error summary leads: the first control that can be mended."""
        if component_for(self.field.widget) == "date_input":
            return f"#{self.auto_id}-{self.marked_parts()[0]}"
        return f"#{self.auto_id}"

    @property
    def chosen(self) -> list[str]:
        value = self.value()
        many = value if isinstance(value, list | tuple | set) else [value]
        return [str(self.field.prepare_value(each)) for each in many if each is not None]

    def flat_choices(self) -> Iterator[tuple[str, str]]:
        """Choices as text. Groups are laid flat: the components have none."""
        choices: Iterable[tuple[Any, Any]] = self.field.choices  # type: ignore[attr-defined]
        for value, label in choices:
            inside = label if isinstance(label, list | tuple) else [(value, label)]
            yield from (("" if each is None else str(each), str(text)) for each, text in inside)


COMPONENTS: tuple[tuple[type[forms.Widget], str], ...] = (
    # the first that fits: RadioSelect and CheckboxSelectMultiple come before the Select they are like
    (DateParts, "date_input"),
    (forms.PasswordInput, "password_input"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkboxes"),
    (forms.FileInput, "file_upload"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (Input, "input"),
)


def component_for(widget: forms.Widget) -> str:
    for kind, which in COMPONENTS:
        if isinstance(widget, kind):
            return which
    raise TypeError(
        f"no component shows a {type(widget).__name__}; choose another widget, or add one to web.forms"
    )


ASKED = {
    "checkboxes": "Choose at least one for “{}”",
    "date_input": "Enter day, month and year for “{}”",
    "file_upload": "Choose a file for “{}”",
    "radios": "Choose an answer for “{}”",
    "select": "Choose an answer for “{}”",
}


def asked_for(field: forms.Field, label: str) -> str:
    """What the error says of a field that was left empty: what to do, and for which."""
    if field.widget.is_hidden:
        return MISSING
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick “{label}”"
    return ASKED.get(component_for(field.widget), "Fill in “{}”").format(label)


MISSING = "Something that the page should have sent is missing. Open the page again and repeat this."
# By the code of an error, what is said of a field that was filled in wrongly. Django's own words name no
# field, and show the raw value of a choice that is offered no more.
SAID = {
    "max_length": "{} must be %(limit_value)d characters or less",
    "min_length": "{} must be %(limit_value)d characters or more",
    "max_value": "{} must be %(limit_value)s or less",
    "min_value": "{} must be %(limit_value)s or more",
    "null_characters_not_allowed": "{} holds a character that can’t be kept. Type it again",
    "invalid_choice": "What was chosen for {} is not offered, or no longer. Choose again",
    "invalid_list": "Choose again for {}",
}
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateField, "{} must be a real date, such as 27 3 2025"),
    (forms.TimeField, "{} must be a time of day, such as 9:40am"),
    (forms.DecimalField, "{} must be a number, such as 4.5"),
    (forms.IntegerField, "{} must be a whole number, such as 4"),
    (forms.EmailField, "{} must be an e-mail address, such as name@example.org"),
    (forms.URLField, "{} must be an address of a page, such as https://www.example.org"),
)
OF_A_FILE = {
    "invalid": "Choose a file for {}",
    "missing": "Choose a file for {}",
    "empty": "The file for {} is empty. Choose another",
    "max_length": "The file’s name must be %(max)d characters or less",
}


def said_of(field: forms.Field, label: str) -> Mapping[str, str]:
    """What the errors of a field say, by code; of a hidden one, that the page is to be opened again."""
    named = f"“{label}”" if label.endswith("?") else label
    if field.widget.is_hidden:
        return {"required": MISSING, **dict.fromkeys((*SAID, "invalid"), MISSING)}
    said = OF_A_FILE if isinstance(field, forms.FileField) else SAID
    wrong = next((words for kind, words in INVALID if isinstance(field, kind)), "")
    if wrong and said is SAID:
        said = {**said, "invalid": wrong}
    # Django puts what was typed into the others, so that a per cent sign in a label has to be doubled
    escaped = named.replace("%", "%%")
    of_validator = isinstance(field, forms.EmailField | forms.URLField)
    plain = ("empty", "missing", "invalid_list", *(() if of_validator else ("invalid",)))
    told = {code: words.format(named if code in plain else escaped) for code, words in said.items()}
    return {"required": asked_for(field, label), **told}


def own_words(field: forms.Field) -> dict[str, str]:
    """What Django says of such a field by itself."""
    held: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        held.update(getattr(kind, "default_error_messages", {}))
    return held


class GovukRenderer(DjangoTemplates):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class GovukForm(forms.Form):
    """The base of every form on a page."""

    bound_field_class = GovukField
    default_renderer = GovukRenderer
    use_required_attribute = False
    mark_optional = True  # “(optional)” after a label; a form of filters turns it off
    summary_stays_put = False  # the error summary takes the focus when the page has loaded

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speak_for_itself()

    def full_clean(self) -> None:
        self.speak_for_itself()  # for fields too that the form made since
        super().full_clean()

    def speak_for_itself(self) -> None:
        """Every error in our words; what a field was given to say stays."""
        for name, each in self.fields.items():
            own = own_words(each)
            for code, words in said_of(each, str(each.label or pretty_name(name))).items():
                if each.error_messages.get(code) == own.get(code):
                    each.error_messages[code] = words

    @contextmanager
    def says_why(self) -> Iterator[None]:
        """Around what is done with the form: a refusal stands in its error summary, with what to do."""
        try:
            yield
        except Refused as refused:
            self.add_error(None, str(refused))
        except AttendanceError as refusal:
            self.add_error(None, f"{refusal.what}. What to do: {refusal.remedy}.")

    def error_links(self) -> list[dict[str, str]]:
        """The error summary's list, in the order of the fields. What belongs to no control has no link."""
        links = [{"text": str(error)} for error in self.non_field_errors()]
        for bound in self:
            for error in list(bound.errors)[:1]:
                link = {"text": str(error)}
                if isinstance(bound, GovukField) and not bound.is_hidden:
                    link["href"] = bound.link_to_error()
                links.append(link)
        return links
