"""Packs by name: those that ship in `policy/`, or a folder of somebody's own.

`over` in a pack's header names the layer beneath: a folder beside it comes first, then a
pack that ships, so that a whole set of packs can be copied, changed and tried elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from supportfirst.attendance.packs.build import PACK_FILES, Built, build_pack, name_beneath
from supportfirst.attendance.packs.cache import FolderText, read_folder
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem

POLICY = Path(__file__).parents[2] / "policy"
TOLD_AT_ONCE = 3
DEEPEST_LAYERS = 3


class UnknownPack(AttendanceError):
    """Neither a pack that ships nor a folder that holds one."""


class PackUnusable(AttendanceError):
    """A pack has faults; a decision may not rest on it."""


class UnknownCalendar(AttendanceError):
    """No built-in calendar has this name."""


def pack_names() -> list[str]:
    """The packs that ship, the national layer first."""
    found = sorted(path.parent.name for path in POLICY.glob("*/pack.yaml"))
    return sorted(found, key=lambda name: name != "england")


def load_pack(name_or_dir: str) -> Pack:
    """The pack of a name or folder, over every layer beneath it.

    Raises UnknownPack, or PackUnusable with the first faults and their places.
    """
    built = build_from(folder_of(name_or_dir))
    if built.problems:
        raise PackUnusable(
            what=_told(built.problems),
            where=f"pack {name_or_dir}",
            remedy=f"run “supportfirst check-pack {name_or_dir}” to see every fault",
        )
    return built.pack


def folder_of(name_or_dir: str) -> Path:
    """The folder of a pack. Raises UnknownPack, naming the packs that ship."""
    if name_or_dir in pack_names():
        return POLICY / name_or_dir
    folder = Path(name_or_dir)
    if name_or_dir and folder.is_dir():
        return folder.resolve()
    raise UnknownPack(
        what=f"there is no pack “{name_or_dir}”",
        where="pack",
        remedy=f"use one of {', '.join(pack_names())}, or a folder that holds a pack.yaml",
    )


def layer_of(name_or_dir: str) -> tuple[FolderText, Pack | None]:
    """The text of a pack's own layer, and the pack beneath it. Raises UnknownPack or PackUnusable."""
    *beneath, _ = layers_of(name_or_dir)
    text = read_folder(folder_of(name_or_dir), PACK_FILES)
    return text, beneath[-1] if beneath else None


def layers_of(name_or_dir: str) -> tuple[Pack, ...]:
    """The pack and those beneath it, the national one first. Raises UnknownPack or PackUnusable."""
    return tuple(built.pack for built in built_layers(name_or_dir))


def built_layers(name_or_dir: str) -> list[Built]:
    """Each layer built over those beneath it, once. Raises UnknownPack or PackUnusable."""
    texts = [read_folder(folder, PACK_FILES) for folder in layer_folders(folder_of(name_or_dir))]
    found: list[Built] = []
    for text in texts:
        found.append(build_pack(text, found[-1].pack if found else None))
    if any(built.problems for built in found) or name_beneath(texts[0]):
        load_pack(name_or_dir)  # names the fault, as for every other command
    return found


def layer_folders(folder: Path) -> list[Path]:
    """The folders of a pack and of those beneath it, the lowest first, as far as they are there."""
    found = [folder]
    while len(found) < DEEPEST_LAYERS:
        under = _beneath(found[0], name_beneath(read_folder(found[0], PACK_FILES)))
        if under is None:
            break
        found.insert(0, under)
    return found


def build_from(folder: Path, *, facts: Collection[str] | None = None, above: tuple[Path, ...] = ()) -> Built:
    """Build a folder's pack and all beneath it; the faults of lower layers count as one each."""
    text = read_folder(folder, PACK_FILES)
    over = name_beneath(text)
    if not over:
        return build_pack(text, None, facts=facts)
    under = _beneath(folder, over)
    if under is None or folder in above or len(above) >= DEEPEST_LAYERS:
        built = build_pack(text, None, facts=facts)
        told = f"“{over}” is not a pack that this one can lie over"
        remedy = f"use one of {', '.join(pack_names())}, or a folder beside this one"
        lost = Problem("unknown-pack", f"{folder.name}/pack.yaml", 0, "over", over, told, remedy)
        return Built(built.pack, [lost, *built.problems], built.reviews)
    lower = build_from(under, facts=facts, above=(*above, folder))
    built = build_pack(text, lower.pack, facts=facts)
    if not lower.problems:
        return built
    told = f"the pack beneath has faults ({len(lower.problems)}); the first: {lower.problems[0].problem}"
    first = lower.problems[0]
    beneath = Problem(
        "fault-beneath", first.file, first.line, "over", over, told, "put the pack beneath right first"
    )
    return Built(built.pack, [beneath, *built.problems], built.reviews)


def _beneath(folder: Path, over: str) -> Path | None:
    """The folder of the layer beneath. A name with a separator in it is refused: a layer is a neighbour."""
    if not over.replace("-", "").replace("_", "").isalnum():
        return None
    for parent in (folder.parent, POLICY):
        if (parent / over / "pack.yaml").is_file():
            return parent / over
    return None


def _told(problems: list[Problem]) -> str:
    first = "; ".join(f"{each.file}:{each.line} {each.problem}" for each in problems[:TOLD_AT_ONCE])
    more = len(problems) - TOLD_AT_ONCE
    return f"the pack has faults ({len(problems)}): {first}" + (f"; and {more} more" if more > 0 else "")


def warm_cache() -> None:
    """Read every pack that ships once, so that the next reading comes from the cache."""
    for name in pack_names():
        load_pack(name)


def calendar_names() -> list[str]:
    """The built-in calendars, by the name that `--calendar` takes."""
    return sorted(path.stem for path in POLICY.glob("*/calendars/*.csv"))


def calendar_bytes(name: str) -> bytes:
    """A built-in calendar as a calendar/1 file of terms; bank holidays are still inside them.

    Raises UnknownCalendar, naming those there are.
    """
    for path in sorted(POLICY.glob("*/calendars/*.csv")):
        if path.stem == name:
            return path.read_bytes()
    raise UnknownCalendar(
        what=f"there is no built-in calendar “{name}”",
        where="calendar",
        remedy=f"use one of {', '.join(calendar_names())}, or a calendar file",
    )
