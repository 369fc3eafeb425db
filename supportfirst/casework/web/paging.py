"""A long list, a page at a time: the part that is asked for, what it is of the whole, and links to the rest.

The address keeps whatever else it asks for. A page that is not there is the nearest that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, QueryDict

Thing = TypeVar("Thing")
PAGE = 50
NEAR = 1  # so many pages before and after the one that is shown have a link of their own


@dataclass(frozen=True, slots=True)
class Paged(Generic[Thing]):
    """One page of a list."""

    rows: Sequence[Thing]
    number: int  # of the page, from 1
    total: int  # of things
    size: int
    name: str
    asked: QueryDict  # of the address

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def words(self) -> str:
        """“Showing 51 to 100 of 312”; nothing where the list is all on one page."""
        first = (self.number - 1) * self.size
        return f"Showing {first + 1} to {first + len(self.rows)} of {self.total}" if self.pages > 1 else ""

    @property
    def links(self) -> dict[str, Any]:
        """The options of the pagination component; nothing where there is one page."""
        if self.pages == 1:
            return {}
        return {
            "items": self._items(),
            "previous": {"href": self._address(self.number - 1)} if self.number > 1 else None,
            "next": {"href": self._address(self.number + 1)} if self.number < self.pages else None,
        }

    def _items(self) -> list[dict[str, Any]]:
        near = range(self.number - NEAR, self.number + NEAR + 1)
        found, before = list[dict[str, Any]](), 0
        for each in sorted({1, self.pages, *(page for page in near if 1 <= page <= self.pages)}):
            if each > before + 1:
                found.append({"ellipsis": True})
            found.append({"number": each, "href": self._address(each), "current": each == self.number})
            before = each
        return found

    def _address(self, number: int) -> str:
        asked = self.asked.copy()
        asked[self.name] = str(number)
        return f"?{asked.urlencode()}"


def paged(
    request: HttpRequest, things: Sequence[Thing], name: str = "page", size: int = PAGE
) -> Paged[Thing]:
    """`name`: of the page in the address, where one page has several lists."""
    asked = request.GET.get(name, "")
    pages = max(1, -(-len(things) // size))
    number = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 10 else 1), pages)
    return Paged(things[(number - 1) * size : number * size], number, len(things), size, name, request.GET)
