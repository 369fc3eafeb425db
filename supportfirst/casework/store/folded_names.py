"""Names as they are looked for: without accents, case, apostrophes and hyphens, each part after a space.

A name of several parts is kept without anything between them too, from each of its parts on: “O'Rourke” is
found by “rourke” and by “orourke”. Folded when a row is written, and not by the database, whose ideas of
accents differ from one to the next. A word that somebody types is folded alike; a name has it where the
column holds a space and the word. Words typed apart may be one word of a name: see `readings_of`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

PARTS = re.compile(r"[\s'’‘ʼ`.‐‑–—-]+")
MOST_WORDS = 4  # of more, no two are tried as one: each doubles what is asked


def folded(text: str) -> str:
    """Letters without accents and case, so that “Zoe” finds “Zoë”."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def words_of(text: str) -> Sequence[str]:
    return [part for part in PARTS.split(folded(text)) if part]


def folded_names(names: Iterable[str]) -> str:
    """As the column holds them: a space before each part, and before what begins with it without spaces."""
    return "".join(f" {each}" for name in names for each in _as_found(words_of(name)))


def _as_found(parts: Sequence[str]) -> Sequence[str]:
    return [*parts, *("".join(parts[first:]) for first in range(len(parts) - 1))]


def readings_of(words: Sequence[str]) -> Sequence[Sequence[str]]:
    """What typed words may be: as they stand, and with neighbours taken for one word (“mc donald”)."""
    if not 1 < len(words) <= MOST_WORDS:
        return [words]
    rest = readings_of(words[1:])
    apart = [[words[0], *each] for each in rest]
    return [*apart, *([words[0] + each[0], *each[1:]] for each in rest)]


class FoldedNamesField(models.TextField):  # type: ignore[type-arg]
    """A column made of columns of names whenever the row is saved or created, alone or in bulk."""

    def __init__(self, *names: str, **more: Any) -> None:
        self.names = names
        super().__init__(editable=False, default="", **more)

    def deconstruct(self) -> Any:
        name, path, _, more = super().deconstruct()
        return (
            name,
            path,
            list(self.names),
            {key: more[key] for key in more if key not in ("editable", "default")},
        )

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  as Django calls it
        made = folded_names(getattr(model_instance, name) for name in self.names)
        setattr(model_instance, self.attname, made)
        return made


class Named(models.Model):
    """A row with folded names: a save of one of the names saves them too."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **held: Any) -> None:
        fields = held.get("update_fields")
        if fields is not None:
            for each in self._meta.local_fields:
                if isinstance(each, FoldedNamesField) and set(fields) & set(each.names):
                    held["update_fields"] = {*fields, each.name}
        super().save(*args, **held)
