"""The frame of a page: what it shows of whose site it is, of what happened, and with nothing at all."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from lxml import html

from supportfirst.casework.web.forms import GovukForm

pytestmark = pytest.mark.urls("tests.unit.casework.web.addresses")

PAGE = """{% extends 'base.html' %}
{% block title %}Worklist{% endblock %}
{% block content %}<h1>Worklist</h1>{% endblock %}"""
SCHOOL = {"name": "Millbrook & Sons Academy", "colour": "6b2c91"}


def page(**context: Any) -> Any:
    return html.document_fromstring(Template(PAGE).render(Context(context)))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_title_is_page_then_service_then_school() -> None:
    assert (
        page(organisation=SCHOOL).findtext(".//title") == "Worklist – Supportfirst – Millbrook & Sons Academy"
    )


def test_without_an_organisation_the_title_ends_with_the_service() -> None:
    assert page().findtext(".//title") == "Worklist – Supportfirst"


def test_the_title_of_a_refused_form_begins_with_error() -> None:
    class Asked(GovukForm):
        name = forms.CharField()

    assert page(form=Asked(data={})).findtext(".//title").startswith("Error: Worklist")
    assert page(form=Asked()).findtext(".//title").startswith("Worklist")


def test_the_language_of_the_page_is_said() -> None:
    assert page().get("lang") == "en-GB"


def test_the_first_link_skips_to_the_main_part() -> None:
    made = page()

    assert made.xpath("(//a)[1]/@href") == ["#main-content"]
    assert made.get_element_by_id("main-content").tag == "main"


def test_the_header_names_the_organisation() -> None:
    assert "Millbrook & Sons Academy" in words(page(organisation=SCHOOL).find(".//header"))


def test_the_sample_site_says_that_it_is_one() -> None:
    assert "This is the sample site." in words(page(demo=True))
    assert "sample" not in words(page(demo=False))


def test_the_colour_of_the_organisation_is_a_style_sheet() -> None:
    assert "/colours/6b2c91.css" in page(organisation=SCHOOL).xpath("//link/@href")


@pytest.mark.parametrize("colour", ["", None, "red", "6b2c9", "6b2c91;}", "../x"])
def test_what_is_no_colour_is_no_style_sheet(colour: str | None) -> None:
    made = page(organisation={"name": "A school", "colour": colour})

    assert not [href for href in made.xpath("//link/@href") if "colours" in href]


def test_navigation_marks_the_page_one_is_on() -> None:
    made = page(
        navigation=[{"text": "Worklist", "href": "/w", "current": True}, {"text": "Classes", "href": "/c"}]
    )

    assert made.xpath("//nav//a[@aria-current='page']/@href") == ["/w"]


@pytest.mark.parametrize(
    ("level", "role", "title"),
    [
        (constants.SUCCESS, "alert", "Done"),
        (constants.ERROR, "alert", "There is a problem"),
        (constants.INFO, "region", "Important"),
    ],
)
def test_a_message_is_a_banner_of_its_kind(level: int, role: str, title: str) -> None:
    banner = page(messages=[Message(level, "Register <9B> saved")]).find(".//main/div")

    assert banner.get("role") == role
    assert words(banner) == f"{title} Register <9B> saved"


def test_each_of_several_messages_has_its_own_title() -> None:
    made = page(messages=[Message(constants.INFO, "One"), Message(constants.INFO, "Two")])

    titles = made.xpath("//main/div/@aria-labelledby")
    assert titles == ["message-1", "message-2"]
    assert [made.get_element_by_id(title).tag for title in titles] == ["h2", "h2"]


def test_nothing_of_the_frame_is_inline() -> None:
    made = page(organisation=SCHOOL, demo=True)

    assert not made.xpath("//@style | //style | //script[not(@src)]")
    assert made.xpath("//meta[@name='htmx-config']/@content") == ['{"includeIndicatorCSS": false}']
