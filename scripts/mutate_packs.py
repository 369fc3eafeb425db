"""`make mutate`: move every number, operator, date and unit of the packs, and see a worked case go red.

A mutant that no worked case notices, and that the building of the pack does not refuse, has
survived. Survivors stand in docs/surviving_mutants.csv, each with the reason why nothing can
notice it; the list may only shrink, and holds at most two in a hundred.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
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
LISTS = BUILDING, IN_FORCE = "building", "in_force.yaml"


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

    @classmethod
    def of(cls, folder: str) -> Layer:
        text = read_folder(POLICY / folder, PACK_FILES)
        return cls(folder, text, quick(read_cases(POLICY / folder)[0], load_pack(folder)))


@dataclass(slots=True)
class Bench:
    """A layer to be mutated, what lies beneath it, and the layers above it with their cases."""

    folder: str
    own: Layer = field(init=False)
    beneath: Pack | None = field(init=False)
    above: list[Layer] = field(init=False)

    def __post_init__(self) -> None:
        self.own = Layer.of(self.folder)
        over = name_beneath(self.own.text)
        self.beneath = load_pack(over) if over else None
        names = [name for name in pack_names() if load_pack(name).over[-1:] == (self.folder,)]
        self.above = [Layer.of(name) for name in names]

    def fate(self, mutant: Mutant) -> Fate:
        """What becomes of a mutant: refused in building, noticed by a list or a case, or alive."""
        built = build_pack(mutated(self.own.text, mutant), self.beneath, facts=SLOT_NAMES)
        if built.problems:
            return Fate(mutant.id, BUILDING)
        if next(in_force_problems(POLICY / self.folder, built.pack), None):
            return Fate(mutant.id, IN_FORCE)
        return Fate(mutant.id, self._noticed(built.pack, mutant))

    def _noticed(self, pack: Pack, mutant: Mutant) -> str:
        """What notices the changed pack: outcomes of every layer, and then sentences, which take longer."""
        judged = [(pack, nearest(self.own.cases, mutant))]
        for layer in self.above:
            upper = build_pack(layer.text, pack, facts=SLOT_NAMES)
            if upper.problems:
                return BUILDING
            judged.append((upper.pack, layer.cases))
        ways = (QuickCase.otherwise, QuickCase.shown_otherwise)
        red = (each.case.name for way in ways for held, cases in judged for each in cases if way(each, held))
        return next(red, "")


def nearest(cases: Sequence[QuickCase], mutant: Mutant) -> list[QuickCase]:
    """All cases, those of a file with the same name first, then those that name the same words."""
    stem, words = Path(mutant.file).stem, set(mutant.thing[1].replace(".", " ").replace("_", " ").split())

    def far(quick_case: QuickCase) -> tuple[bool, int]:
        case = quick_case.case
        names = {word for key in case.expected for word in key.replace(".", " ").replace("_", " ").split()}
        return Path(case.file).stem != stem, -len(words & names)

    return sorted(cases, key=far)


def fates(folder: str, some: Sequence[Mutant]) -> list[Fate]:
    """The fates of some mutants of one folder; run in a process of its own."""
    if folder not in _BENCHES:
        _BENCHES[folder] = Bench(folder)
    try:
        return [_BENCHES[folder].fate(mutant) for mutant in some]
    except AttendanceError as error:  # which a process can't send to another
        raise RuntimeError(f"{folder}, one of {some[0].id} to {some[-1].id}: {error}") from None


_BENCHES: dict[str, Bench] = {}


def all_fates(folders: Sequence[str], *, workers: int = WORKERS) -> Iterator[Fate]:
    """Every mutant of every folder, in batches over some processes."""
    work = []
    for folder in folders:
        found = list(mutants(read_folder(POLICY / folder, PACK_FILES)))
        work += [(folder, found[at : at + BATCH]) for at in range(0, len(found), BATCH)]
    with ProcessPoolExecutor(workers) as pool:
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
