"""`make mutate`: move every number, operator, date and unit of the packs, and see a worked case go red.

A mutant that no worked case notices, and that the building of the pack does not refuse, has
survived. Survivors stand in docs/surviving_mutants.csv, each with the reason why nothing can
notice it; the list may only shrink, and holds at most two in a hundred.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from scripts.pack_mutants import Mutant, mutants, mutated
from scripts.quick_cases import QuickCase, quick
from scripts.traceability import ROOT
from supportfirst.attendance.assessment.slots import SLOT_NAMES
from supportfirst.attendance.packs.build import PACK_FILES, build_pack, name_beneath
from supportfirst.attendance.packs.cache import FolderText, read_folder
from supportfirst.attendance.packs.in_force import in_force_problems
from supportfirst.attendance.packs.load import POLICY, load_pack, pack_names
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.worked_cases import read_cases
from supportfirst.attendance.vocabulary.errors import AttendanceError

SURVIVORS = ROOT / "docs" / "surviving_mutants.csv"
MOST_IN_A_HUNDRED = 2
WORKERS = 2
BATCH = 20
FEW = 20
_WORD = re.compile(r"\w+")
LISTS = BUILDING, IN_FORCE = "building", "in_force.yaml"
Way = Callable[[QuickCase, Pack], bool]
BOTH = QuickCase.otherwise, QuickCase.shown_otherwise


@dataclass(frozen=True, slots=True)
class Fate:
    mutant: str
    killed_by: str  # one of LISTS, the name of a worked case, or "" for a survivor


@dataclass(slots=True)
class Layer:
    """A layer's text, and the cases that stand beside it with their figures kept."""

    folder: str
    text: FolderText
    cases: list[QuickCase]


@cache
def layer_of(folder: str) -> Layer:
    """A layer, made once: it is mutated on its own bench, and judged above on that of the layer below."""
    text = read_folder(POLICY / folder, PACK_FILES)
    return Layer(folder, text, quick(read_cases(POLICY / folder)[0], load_pack(folder)))


@dataclass(slots=True)
class Bench:
    """A layer to be mutated, what lies beneath it, and the layers above it with their cases."""

    folder: str
    own: Layer = field(init=False)
    beneath: Pack | None = field(init=False)
    above: list[Layer] = field(init=False)
    _noticed_last: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = layer_of(self.folder)
        over = name_beneath(self.own.text)
        self.beneath = load_pack(over) if over else None
        names = [name for name in pack_names() if load_pack(name).over[-1:] == (self.folder,)]
        self.above = [layer_of(name) for name in names]

    def fate(self, mutant: Mutant) -> Fate:
        """What becomes of a mutant: refused in building, noticed by a list or a case, or alive."""
        built = build_pack(mutated(self.own.text, mutant), self.beneath, facts=SLOT_NAMES)
        if built.problems:
            return Fate(mutant.id, BUILDING)
        if next(in_force_problems(POLICY / self.folder, built.pack), None):
            return Fate(mutant.id, IN_FORCE)
        return Fate(mutant.id, self._noticed(built.pack, mutant))

    def _noticed(self, pack: Pack, mutant: Mutant) -> str:
        """What notices the changed pack: its own layer first, since most is noticed there, then those above.

        Sentences take longer than outcomes, so of those only the likeliest come before the rest; and
        what noticed the last mutant of the same value comes before everything.
        """
        own = [(pack, each) for each in nearest(self.own.cases, mutant)]
        known = self._noticed_last.get(mutant.thing)
        same = [(pack, each) for _, each in own if each.case.name == known]
        saying = [(pack, each) for each in likeliest_to_say(self.own.cases, mutant)]
        red = next(_red(same, *BOTH), "") or next(_red(own, QuickCase.otherwise), "")
        red = red or next(_red(saying[:FEW], QuickCase.shown_otherwise), "")
        if red:
            self._noticed_last[mutant.thing] = red
            return red
        above: list[tuple[Pack, QuickCase]] = []
        for layer in self.above:
            upper = build_pack(layer.text, pack, facts=SLOT_NAMES)
            if upper.problems:
                return BUILDING
            above += [(upper.pack, each) for each in layer.cases]
        red = next(_red(above, QuickCase.otherwise), "")
        return red or next(_red((*saying[FEW:], *above), QuickCase.shown_otherwise), "")


def _red(judged: Iterable[tuple[Pack, QuickCase]], *ways: Way) -> Iterator[str]:
    """The names of the cases that come out otherwise."""
    return (each.case.name for pack, each in judged if any(way(each, pack) for way in ways))


def nearest(cases: Sequence[QuickCase], mutant: Mutant) -> list[QuickCase]:
    """All cases, those of a file with the same name first, then those that name the same words."""
    stem, words = Path(mutant.file).stem, set(mutant.thing[1].replace(".", " ").replace("_", " ").split())

    def far(quick_case: QuickCase) -> tuple[bool, int]:
        case = quick_case.case
        names = {word for key in case.expected for word in key.replace(".", " ").replace("_", " ").split()}
        return Path(case.file).stem != stem, -len(words & names)

    return sorted(cases, key=far)


def likeliest_to_say(cases: Sequence[QuickCase], mutant: Mutant) -> list[QuickCase]:
    """The cases that say what a reader is shown, the first ones with most of a mutant's words."""
    words = set(_WORD.findall(mutant.was.lower()))

    def unlike(quick_case: QuickCase) -> int:
        case = quick_case.case
        said = " ".join((*case.shows, *case.shows_parent, *case.hides)).lower()
        return -len(words & set(_WORD.findall(said)))

    return sorted(
        (each for each in cases if each.case.shows or each.case.shows_parent or each.case.hides), key=unlike
    )


def fates(folder: str, some: Sequence[Mutant]) -> list[Fate]:
    """The fates of some mutants of one folder; run in a process of its own."""
    bench = bench_of(folder)
    try:
        return [bench.fate(mutant) for mutant in some]
    except AttendanceError as error:  # which a process can't send to another
        raise RuntimeError(f"{folder}, one of {some[0].id} to {some[-1].id}: {error}") from None


@cache
def bench_of(folder: str) -> Bench:
    return Bench(folder)


def all_fates(folders: Sequence[str], *, workers: int = WORKERS) -> Iterator[Fate]:
    """Every mutant of every folder, in batches over some processes."""
    work = []
    for folder in folders:
        bench_of(folder)  # before the processes part, which then have it without making it
        found = list(mutants(read_folder(POLICY / folder, PACK_FILES)))
        work += [(folder, found[at : at + BATCH]) for at in range(0, len(found), BATCH)]
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        for done in pool.map(fates, *zip(*work, strict=True)):
            yield from done


def reasons() -> Mapping[str, str]:
    """The survivors that are known, each with its reason."""
    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(file)}


def main(folders: Sequence[str]) -> int:
    known = reasons() if SURVIVORS.exists() else {}
    folders = folders or pack_names()
    killed: Counter[str] = Counter()
    alive: list[str] = []
    for fate in all_fates(folders):
        if fate.killed_by:
            killed[fate.killed_by if fate.killed_by in LISTS else "a worked case"] += 1
        else:
            alive.append(fate.mutant)
            print(f"{'known' if fate.mutant in known else 'ALIVE'}: {fate.mutant}", flush=True)
    mended = [mutant for mutant in known if mutant not in alive and mutant.partition("/")[0] in folders]
    for mutant in mended:
        print(f"no longer alive, take it out of the list: {mutant}")
    told = killed.total() + len(alive)
    by = ", ".join(f"{count} by {what}" for what, count in killed.most_common())
    print(f"{told:,} mutants, killed {by}; {len(alive)} alive ({100 * len(alive) / max(told, 1):.2f} in 100)")
    return 1 if mended or [mutant for mutant in alive if mutant not in known] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
