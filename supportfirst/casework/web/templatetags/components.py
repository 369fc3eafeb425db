"""`{% component %}`: how every page writes a component of the design system.

    {% load components %}
    {% component "button" text="Save" classes="govuk-button--secondary" %}
    {% component "table" options %}
    {% component_block "details" summary_text="Why is this child here?" %}<p>…</p>{% endcomponent_block %}

Options come as one dictionary, as keywords, or both, of which keywords win. The block passes what
stands inside as `text`, marked safe since the page's own template wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from supportfirst.casework.web.components import prepare
from supportfirst.casework.web.forms import GovukField

register = template.Library()


@register.simple_tag
def component(which: str, options: Mapping[str, Any] | None = None, /, **more: Any) -> SafeString:
    """One component, written by components/<name>.html."""
    template_of = get_template(f"components/{which}.html")
    return SafeString(template_of.render(dict(prepare(which, {**(options or {}), **more}))))


@register.simple_block_tag
def component_block(
    content: SafeString, which: str, options: Mapping[str, Any] | None = None, /, **more: Any
) -> SafeString:
    """The same, with what stands between the tags as its text."""
    return component(which, options, **{**more, "text": content})


@register.filter
def as_attributes(given: Any) -> SafeString:
    """A dictionary as HTML attributes: True is the bare name, False and None are left out."""
    written = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in (given or {}).items()
        if value is not None and value is not False
    ]
    return mark_safe("".join(written))  # noqa: S308  each part was escaped as it was made


@register.filter
def is_safe(given: Any) -> bool:
    """Whether a text is markup by its maker's word: it then brings its own paragraphs."""
    return hasattr(given, "__html__")


@register.filter
def entry(held: Mapping[str, Any], key: str) -> Any:
    """What a mapping holds under a key; None where it holds nothing."""
    return held.get(key)


@register.simple_tag
def field(bound: GovukField, /, **more: Any) -> SafeString:
    """One field of a form; what a page adds (`label`, `classes`, `form_group`, …) outweighs what it says."""
    return bound.as_govuk(**more)
