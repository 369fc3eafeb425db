"""What a school would have otherwise under another pack from a day on: values, stages, and whom it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack, RuleKind, ValueFrom
from supportfirst.casework.bridge.codes_in_force import loaded, pack_of
from supportfirst.casework.bridge.named_roles import named_roles
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class ValueChanged:
    question: str
    before: str  # “–” where the pack has no such value on the day
    after: str


@dataclass(frozen=True, slots=True)
class PackChanges:
    before: str  # titles
    after: str
    values: Sequence[ValueChanged]
    stages_gone: Collection[str]
    stages_new: Collection[str]
    roles_new: Collection[str]

    @property
    def is_nothing(self) -> bool:
        return not (self.values or self.stages_gone or self.stages_new or self.roles_new)


def pack_changes(school: School, name: str, first_day: date) -> PackChanges:
    before, after = pack_of(school, first_day), loaded(name)
    old, new = _stages(before, first_day), _stages(after, first_day)
    named_before = {role.title for role in named_roles(before, first_day)}
    return PackChanges(
        before=before.title,
        after=after.title,
        values=_values(before, after, first_day),
        stages_gone=[title for title in old if title not in new],
        stages_new=[title for title in new if title not in old],
        roles_new=[role.title for role in named_roles(after, first_day) if role.title not in named_before],
    )


def _values(before: Pack, after: Pack, on: date) -> Sequence[ValueChanged]:
    """Values that both have and differ in, or that one alone has, in the words of the packs."""
    found = []
    for name in dict.fromkeys([*before.values, *after.values]):
        old, new = _told(before, name, on), _told(after, name, on)
        if old != new:
            known = after.values.get(name) or before.values[name]
            found.append(ValueChanged(known.question, old, new))
    return found


def _told(pack: Pack, name: str, on: date) -> str:
    value = pack.values.get(name)
    step = value.on_or_none(on) if value is not None else None
    if value is None or step is None:
        return "–"
    words = [step.operator.value if step.operator else "", _plain(step), value.unit]
    return " ".join(word for word in words if word)


def _plain(step: ValueFrom) -> str:
    held = step.value
    if isinstance(held, tuple):
        return ", ".join(str(each) for each in held)
    if isinstance(held, Mapping):
        return ", ".join(f"{name}: {each}" for name, each in held.items())
    return str(held)


def _stages(pack: Pack, on: date) -> Sequence[str]:
    rules = [rule for rule in pack.rules if rule.kind is RuleKind.STAGE and on in rule.span]
    return list(dict.fromkeys(rule.title for rule in rules))
