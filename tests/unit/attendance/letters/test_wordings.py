"""A pack's wordings are its own over those beneath, in each language; a change of a file is seen at once."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.letters import wordings
from supportfirst.attendance.letters.shape import VALUE, SlotKind
from supportfirst.attendance.letters.slots import SLOTS, pack_values, sample_values, slot_named
from supportfirst.attendance.letters.wordings import (
    WordingsUnusable,
    frame_of,
    languages_of,
    statements_due,
    uncarried,
    wordings_in,
    wordings_of,
)
from supportfirst.attendance.packs.load import build_from
from supportfirst.attendance.packs.shape import Pack
from tests.factories.letters import every_wording, pack_of
from tests.factories.pack_folders import FILES, write_files, write_town
from tests.unit.attendance.letters.test_lint import LETTERS, WORDING

LETTER = "land.letter"
OURS = WORDING.replace("About {child}", "Our own words about {child}")
WELSH = WORDING.replace(
    "letter: land.letter\n", "letter: land.letter\nlanguage: cy\ntranslated_by: Siân Price\n"
)


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A land with one wording and a town that words it anew, in place of the packs that ship."""
    monkeypatch.setattr(wordings, "POLICY", tmp_path)
    write_files(tmp_path / "land", {**FILES, **LETTERS, "letters/a.cy.yaml": WELSH})
    write_town(tmp_path, **{"letters/ours.yaml": OURS})
    return tmp_path


def pack(folder: Path) -> Pack:
    return build_from(folder).pack


def test_the_nearest_wording_stands(policy):
    assert wordings_of(pack(policy / "land"))[LETTER].heading == "About {child}"
    assert wordings_of(pack(policy / "town"))[LETTER].heading == "Our own words about {child}"


def test_a_letter_may_be_worded_in_several_languages(policy):
    town = pack(policy / "town")

    assert languages_of(town, LETTER) == ("en-GB", "cy")
    assert languages_of(town, "land.other") == ()
    assert wordings_in(town, "cy")[LETTER].translated_by == "Siân Price"
    assert wordings_in(town, "ur") == {}


def test_a_wording_of_a_letter_that_the_catalogue_has_not_is_not_offered(policy):
    (policy / "town/letters/x.yaml").write_text(OURS.replace("land.letter", "land.nothing"), encoding="utf-8")

    assert set(wordings_of(pack(policy / "town"))) == {LETTER}


def test_a_change_of_a_file_is_seen_and_changes_the_fingerprint(policy):
    town = pack(policy / "town")
    before = wordings_of(town)[LETTER]
    file = policy / "town/letters/ours.yaml"
    file.write_text(OURS.replace("Thank you.", "Thank you all."), encoding="utf-8")
    os.utime(file, ns=(1, 1))

    after = wordings_of(town)[LETTER]

    assert after.blocks[1].text == "Thank you all."
    assert after.fingerprint != before.fingerprint
    assert wordings_of(town)[LETTER] is after  # and is read no more often than it changes


def test_no_letter_is_made_of_wordings_with_faults(policy):
    (policy / "town/letters/ours.yaml").write_text(OURS.replace("heading:", "header:"), encoding="utf-8")

    with pytest.raises(WordingsUnusable) as told:
        wordings_of(pack(policy / "town"))

    assert told.value.where.startswith("town/letters/ours.yaml:")
    assert "check-pack" in told.value.remedy


def test_what_a_letter_must_say_is_judged_by_its_day(policy):
    land = pack(policy / "land")
    letter, wording = land.entries[LETTER], wordings_of(land)[LETTER]

    assert [each.id for each in statements_due(land, letter, date(2019, 12, 31))] == [
        "land.says.days",
        "land.says.old",
    ]
    assert [each.id for each in statements_due(land, letter, date(2020, 1, 1))] == ["land.says.days"]
    assert [each.id for each in uncarried(wording, land, date(2019, 12, 31))] == ["land.says.old"]
    assert uncarried(wording, land, date(2020, 1, 1)) == ()


def test_the_pack_fills_its_own_values_as_they_are_in_force_on_the_day():
    wording = every_wording()["coventry.letter.contract_cover"].wording
    coventry = pack_of("coventry")

    assert pack_values(wording, coventry, date(2026, 11, 23)) == {"value:contract.weeks": "6"}
    assert pack_values(wording, coventry, date(1990, 1, 1)) == {}


def test_every_slot_says_what_it_is_where_it_is_supplied_and_has_a_sample():
    for slot in SLOTS.values():
        assert slot.words
        assert slot.where.partition(" ")[0] in {"on", "in", "among"}
        assert slot.sample
        assert slot.kind is SlotKind.LIST or len(slot.sample) == 1
    assert slot_named(f"{VALUE}contract.weeks").where == "in the policy pack"
    with pytest.raises(KeyError):
        slot_named("no.such.slot")


def test_every_slot_that_there_is_is_used():
    used = {name for each in every_wording().values() for name in each.wording.slots}

    assert set(SLOTS) - used == set()


def test_samples_fill_every_slot_of_every_wording():
    for each in every_wording().values():
        assert set(sample_values(each.wording)) == set(each.wording.slots)


def test_the_frame_is_of_the_national_layer():
    assert frame_of(pack_of("widnes-academy")) == frame_of(pack_of("england"))
    assert [question.id for question in frame_of(pack_of("england")).questions] == [
        "what",
        "by_when",
        "who_helps",
    ]
