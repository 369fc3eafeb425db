"""The colour of a school or authority, as a style sheet of its own: no page needs an inline style for it.

The address holds the colour and nothing else, so that browsers may keep the answer.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

DAY = 24 * 60 * 60
DARK, LIGHT = "000000", "ffffff"  # on any colour at all, one of the two has a contrast of 4.5 or more
PAGE = "f3f2f1"  # behind the lines in the brand's colour: frontend/site.scss
ENOUGH_FOR_A_LINE = 3.0


class Hexadecimal:
    """Six hexadecimal digits in an address."""

    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.lower().lstrip("#")


register_converter(Hexadecimal, "colour")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, from 0 (black) to 1 (white)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def words_on(colour: str) -> str:
    """White or near black, whichever is read better on this colour."""
    return max((LIGHT, DARK), key=lambda words: contrast(words, colour))


def line_of(colour: str) -> str:
    """The colour of lines that mean something, such as the mark of the current page: never too pale."""
    return colour if contrast(colour, PAGE) >= ENOUGH_FOR_A_LINE else DARK


@require_safe
def colours(request: HttpRequest, colour: str) -> HttpResponse:
    values = {"": colour, "-text": words_on(colour), "-line": line_of(colour)}
    rules = ";".join(f"--sf-brand{name}-colour:#{value}" for name, value in values.items())
    answer = HttpResponse(f":root{{{rules}}}\n", content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={DAY}"
    return answer


urlpatterns = [path("colours/<colour:colour>.css", colours, name="colours")]
