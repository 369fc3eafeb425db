"""The gallery shows every component, and its page is whole: ids, labels, links, nothing inline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from lxml import html

from supportfirst.casework.web import components
from supportfirst.casework.web.views.gallery import gallery
from supportfirst.casework.web.views.gallery_examples import EXAMPLES

pytestmark = pytest.mark.urls("tests.unit.casework.web.addresses")

TEMPLATES = Path(components.__file__).parent / "templates" / "components"
NOT_SHOWN_ALONE = {"form", "field"}


@pytest.fixture
def made() -> Any:
    return html.fromstring(gallery(RequestFactory().get("/components")).content)


def test_every_component_is_in_the_gallery() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.html")} - NOT_SHOWN_ALONE == set(EXAMPLES)


def test_every_example_is_written(made: Any) -> None:
    shown = made.xpath("//div[@class='sf-gallery__example']")

    assert len(shown) == sum(len(states) for states in EXAMPLES.values())
    assert all(len(example) >= 2 for example in shown)  # what it is, and the thing itself


def test_no_id_is_used_twice(made: Any) -> None:
    twice = [id_ for id_, times in Counter(made.xpath("//@id")).items() if times > 1]

    assert twice == []


@pytest.mark.parametrize("attribute", ["for", "aria-describedby", "aria-labelledby", "aria-controls"])
def test_what_refers_to_an_id_finds_it(made: Any, attribute: str) -> None:
    ids = set(made.xpath("//@id"))
    named = {id_ for value in made.xpath(f"//@{attribute}") for id_ in value.split()}

    assert named
    assert named <= ids


def test_links_within_the_page_lead_somewhere(made: Any) -> None:
    ids = set(made.xpath("//@id"))

    assert {href[1:] for href in made.xpath("//a/@href") if href.startswith("#")} <= ids


def test_nothing_is_inline(made: Any) -> None:
    attributes = {name for each in made.iter() for name in each.attrib}

    assert not made.xpath("//style")
    assert all(script.get("src") and not script.text for script in made.iter("script"))
    assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_every_address_is_our_own(made: Any) -> None:
    addresses = made.xpath("//@href | //@src | //@action")

    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)


def test_nothing_takes_the_focus_on_loading(made: Any) -> None:
    modules = (
        "@data-module='govuk-error-summary' or @data-module='govuk-notification-banner' and @role='alert'"
    )
    takers = made.xpath(f"//*[{modules}]")

    assert takers
    assert {each.get("data-disable-auto-focus") for each in takers} == {"true"}
    assert not made.xpath("//@autofocus")


def test_the_gallery_is_read_and_not_written_to() -> None:
    assert gallery(RequestFactory().post("/components")).status_code == 405
