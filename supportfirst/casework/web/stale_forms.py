"""A form that edits a row: it carries what it showed, and says what somebody else changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms

from supportfirst.attendance.vocabulary.days import show_day, show_time
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile, Meanwhile, fingerprint
from supportfirst.casework.web.components import DATE_PARTS
from supportfirst.casework.web.forms import DateParts, GovukForm, asked_for
from supportfirst.casework.web.templatetags.times import moment

SHOWN = "shown"
LONGEST = 2000
LEAD = (
    "This was changed while you had it open, by somebody else or in another window. Nothing of yours is kept "
    "yet. Look at the fields below, then send the form again: what stands in it is kept."
)


def carry_shown(form: GovukForm, values: Mapping[str, Any], at: datetime, *of: object) -> None:
    """Have a form carry what the fields of a row hold at this moment; `of`: the row's ids."""
    field = forms.CharField(
        max_length=LONGEST, widget=forms.HiddenInput, initial=fingerprint(values, at, *of)
    )
    field.error_messages["required"] = asked_for(field, SHOWN)
    form.fields[SHOWN] = field


def tell_changed(form: GovukForm, refusal: ChangedMeanwhile) -> None:
    """Say it in the form. What was entered stays; what was not touched is filled in as it stands now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    for name, value in refusal.stands.items():
        if name not in refusal.touched:
            _fill_in(form, data, name, value)
    data[form.add_prefix(SHOWN)] = refusal.shown
    form.data = data
    others = [_told(form, each) for each in refusal.fields if not each.is_against]
    form.add_error(None, " ".join([LEAD, *others]))
    for each in refusal.fields:
        if each.is_against:
            entered = " What you entered is still here." if each.is_touched else " It is filled in."
            form.add_error(each.name, _told(form, each) + entered)


def _told(form: GovukForm, each: Meanwhile) -> str:
    by = f" by {each.by}" if each.by else " by somebody else"
    when = f" on {moment(each.at)}" if each.at else ""
    words = _words(form.fields[each.name], each.value)
    return f"“{form.fields[each.name].label}” was changed{by}{when}: {words}."


def _words(field: forms.Field, value: Any) -> str:
    """What a field holds, as its reader would say it."""
    if isinstance(field, forms.ChoiceField):
        known = {str(key): str(text) for key, text in field.choices}  # type: ignore[union-attr,misc]
        prepared = field.prepare_value(value)
        value = known.get("" if prepared is None else str(prepared), value)
    if value is None or value == "":
        return "it is blank now"
    if isinstance(value, time):
        value = show_time(value)
    elif isinstance(value, date):
        value = show_day(value)
    return f"it is now “{value}”"


def _fill_in(form: GovukForm, data: Any, name: str, value: Any) -> None:
    field, key = form.fields[name], form.add_prefix(name)
    if isinstance(field.widget, DateParts):
        data.pop(key, None)
        for part in DATE_PARTS:
            data[f"{key}-{part}"] = "" if value is None else str(getattr(value, part))
    else:
        prepared = field.prepare_value(value)
        data[key] = "" if prepared is None else str(prepared)
