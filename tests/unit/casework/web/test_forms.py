"""A form writes itself: label, hint, error and control joined, whatever the control."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.html import parse_html
from lxml import html

from supportfirst.casework.web.forms import DayField, GovukForm


class Sample(GovukForm):
    name = forms.CharField(
        label="Full name",
        help_text="As on the birth certificate",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    e_mail = forms.EmailField(label="E-mail address", required=False)
    minutes = forms.IntegerField(label="Minutes late", min_value=1, required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose"), ("ill", "Illness")])
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("seen", "Child seen"), ("none", "No answer")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("mon", "Monday"), ("tue", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="The parent agreed", help_text="In writing")
    letter = forms.FileField(label="Letter")
    on = DayField(label="Day of the call")
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")


FULL: dict[str, Any] = {
    "name": "Ada <Quill>",
    "e_mail": "ada@example.org",
    "minutes": "7",
    "secret": "a long secret",
    "notes": "\nfirst line was empty",
    "reason": "ill",
    "outcome": "none",
    "days": ["tue"],
    "agreed": "on",
    "on-day": "3",
    "on-month": "March",
    "on-year": "2025",
    "token": "abc",
}


def page(form: GovukForm) -> Any:
    return html.fromstring(f"<main>{form}</main>")


def element(form: GovukForm, id_: str) -> Any:
    return page(form).get_element_by_id(id_)


def test_an_empty_form_has_a_label_or_legend_for_each_control() -> None:
    made = page(Sample())

    named = {label.get("for") for label in made.iter("label")}
    controls = [each for each in made.xpath("//input|//select|//textarea") if each.get("type") != "hidden"]
    assert {each.get("id") for each in controls} == named
    assert [each.text_content().strip() for each in made.iter("legend")] == [
        "Outcome",
        "Days",
        "Day of the call",
    ]


def test_an_empty_form_says_nothing_of_errors() -> None:
    made = str(Sample())

    assert "error" not in made
    assert "required" not in made


def test_every_error_is_in_the_summary_and_leads_to_a_control() -> None:
    made = page(Sample(data={}))

    links = made.xpath("//*[contains(@class, 'govuk-error-summary')]//a")
    targets = [made.get_element_by_id(link.get("href").lstrip("#")) for link in links]
    assert len(links) == 8
    assert {target.tag for target in targets} <= {"input", "select", "textarea"}


def test_what_was_left_out_is_named_with_what_to_do() -> None:
    said = [link["text"] for link in Sample(data={}).error_links()]

    assert said == [
        "Fill in “Full name”",
        "Fill in “Password”",
        "Choose an answer for “Reason”",
        "Choose an answer for “Outcome”",
        "Choose at least one for “Days”",
        "Tick “The parent agreed”",
        "Choose a file for “Letter”",
        "Enter day, month and year for “Day of the call”",
        "Something that the page should have sent is missing. Open the page again and repeat this.",
    ]


def test_what_a_field_was_given_to_say_stays() -> None:
    class Own(GovukForm):
        upn = forms.CharField(error_messages={"required": "Enter the UPN"})

    assert Own(data={}).errors["upn"] == ["Enter the UPN"]


def test_hint_and_error_describe_their_control_in_the_order_they_are_read() -> None:
    made = element(Sample(data={}), "id_name")

    assert made.get("aria-describedby") == "id_name-hint id_name-error"
    assert "govuk-input--error" in made.get("class")


def test_what_was_typed_stands_in_the_form_again() -> None:
    made = page(Sample(data=FULL))

    by_id = made.get_element_by_id
    assert by_id("id_name").get("value") == "Ada <Quill>"
    assert by_id("id_e_mail").get("type") == "email"
    assert by_id("id_minutes").get("value") == "7"
    assert by_id("id_reason").xpath("option[@selected]/@value") == ["ill"]
    assert made.xpath("//input[@name='outcome'][@checked]/@value") == ["none"]
    assert made.xpath("//input[@name='days'][@checked]/@value") == ["tue"]
    assert by_id("id_agreed").get("checked") is not None
    assert by_id("id_on-month").get("value") == "March"
    assert by_id("id_notes").text.endswith("\nfirst line was empty")


def test_a_password_never_stands_in_the_form_again() -> None:
    assert "a long secret" not in str(Sample(data=FULL))


def test_a_number_is_typed_into_a_plain_box() -> None:
    made = element(Sample(), "id_minutes")

    assert (made.get("type"), made.get("inputmode"), made.get("min")) == ("text", "numeric", None)


def test_attributes_of_the_widget_reach_the_control() -> None:
    made = element(Sample(), "id_name")

    assert (made.get("autocomplete"), made.get("spellcheck")) == ("name", "false")
    assert element(Sample(), "id_notes").get("rows") == "3"


def test_a_field_that_may_be_left_empty_says_so() -> None:
    class Filters(Sample):
        mark_optional = False

    assert "Notes (optional)" in str(Sample())
    assert "(optional)" not in str(Filters())


def test_a_hidden_field_has_no_label() -> None:
    made = page(Sample())

    assert made.xpath("//input[@type='hidden']/@value") == ["abc"]
    assert not made.xpath("//label[@for='id_token']")


def test_a_page_may_add_hints_and_conditionals_to_choices() -> None:
    made = Sample()["outcome"].as_govuk(hints={"seen": "By you"}, conditionals={"none": "Try again"})

    assert "id_outcome-item-hint" in made
    assert 'id="conditional-id_outcome-2"' in made


def test_a_field_group_of_django_is_ours() -> None:
    bound = Sample()["name"]

    assert parse_html(bound.as_field_group()) == parse_html(bound.as_govuk())


def test_a_control_that_no_component_shows_is_refused_by_name() -> None:
    class Odd(GovukForm):
        when = forms.SplitDateTimeField(widget=forms.SplitDateTimeWidget)

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        Odd()


class Day(GovukForm):
    on = DayField(label="The day")


def day(typed: str) -> Day:
    parts = dict(zip(("on-day", "on-month", "on-year"), typed.split(" "), strict=True))
    return Day(data=parts)


@pytest.mark.parametrize("typed", ["3 3 2025", "03 03 2025", "3 mar 2025", "3 March 2025"])
def test_a_month_may_be_a_number_or_a_name(typed: str) -> None:
    form = day(typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("typed", "said", "marked"),
    [
        ("31 2 2025", "The day must be a real date, such as 27 3 2025", ["day", "month", "year"]),
        ("3  2025", "The day must include a month", ["month"]),
        ("  2025", "The day must include a day and month", ["day", "month"]),
        ("3 3 25", "The day must have a year of four digits", ["year"]),
        ("x 3 2025", "The day must be a real date, such as 27 3 2025", ["day", "month", "year"]),
    ],
)
def test_a_day_that_is_none_is_refused_in_words_and_in_its_boxes(
    typed: str, said: str, marked: list[str]
) -> None:
    form = day(typed)

    made = page(form)

    assert form.errors["on"] == [said]
    boxes = made.xpath("//input[contains(@class, 'govuk-input--error')]/@id")
    assert boxes == [f"id_on-{part}" for part in marked]
    assert made.xpath("//a/@href") == [f"#id_on-{marked[0]}"]


def test_a_day_may_be_given_whole() -> None:
    form = Day(data={"on": "2025-03-03"})

    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2025, 3, 3)


def test_a_day_known_before_stands_in_its_boxes() -> None:
    made = page(Day(initial={"on": date(2025, 3, 3)}))

    assert made.xpath("//input/@value") == ["3", "3", "2025"]


def test_a_day_left_empty_is_asked_for() -> None:
    assert Day(data={}).errors["on"] == ["Enter day, month and year for “The day”"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(label="Name", max_length=3), "Lovelace", "Name must be 3 characters or less"),
        (forms.CharField(label="Who?", max_length=3), "Lovelace", "“Who?” must be 3 characters or less"),
        (forms.CharField(label="100% of", max_length=3), "Lovelace", "100% of must be 3 characters or less"),
        (forms.CharField(label="Name", min_length=3), "Al", "Name must be 3 characters or more"),
        (forms.CharField(label="Name"), "A\0", "Name holds a character that can’t be kept. Type it again"),
        (forms.IntegerField(label="Minutes"), "ten", "Minutes must be a whole number, such as 4"),
        (forms.IntegerField(label="Minutes", max_value=9), "10", "Minutes must be 9 or less"),
        (forms.IntegerField(label="Minutes", min_value=9), "8", "Minutes must be 9 or more"),
        (forms.DecimalField(label="Hours"), "x", "Hours must be a number, such as 4.5"),
        (DayField(label="Day"), "never", "Day must be a real date, such as 27 3 2025"),
        (forms.TimeField(label="Time"), "x", "Time must be a time of day, such as 9:40am"),
        (
            forms.EmailField(label="100% of"),
            "x",
            "100% of must be an e-mail address, such as name@example.org",
        ),
        (
            forms.ChoiceField(label="Adult", choices=[("a", "A")]),
            "e9b897c9",
            "What was chosen for Adult is not offered, or no longer. Choose again",
        ),
        (
            forms.MultipleChoiceField(label="Adults", choices=[("a", "A")]),
            ["e9b897c9"],
            "What was chosen for Adults is not offered, or no longer. Choose again",
        ),
    ],
)
def test_what_was_filled_in_wrongly_is_told_by_the_name_of_the_field_and_never_by_its_raw_value(
    field: forms.Field, typed: object, said: str
) -> None:
    class OneField(GovukForm):
        it = field

    assert OneField({"it": typed}).errors["it"] == [said]


def test_what_a_field_was_given_to_say_stays_and_one_made_later_speaks_like_the_others() -> None:
    class Grown(GovukForm):
        given = forms.CharField(max_length=3, error_messages={"max_length": "Shorter, please"})

    form = Grown({"given": "Lovelace", "later": "Lovelace", "hidden": "x"})
    form.fields["later"] = forms.CharField(label="Later", max_length=3)
    form.fields["hidden"] = forms.UUIDField(widget=forms.HiddenInput)

    assert form.errors["given"] == ["Shorter, please"]
    assert form.errors["later"] == ["Later must be 3 characters or less"]
    assert "Open the page again" in form.errors["hidden"][0]


def test_an_empty_file_is_told_by_the_name_of_its_field() -> None:
    class Letter(GovukForm):
        letter = forms.FileField(label="Letter")

    form = Letter({}, {"letter": SimpleUploadedFile("a.txt", b"")})

    assert form.errors["letter"] == ["The file for Letter is empty. Choose another"]
