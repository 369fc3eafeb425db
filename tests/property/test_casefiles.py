"""Any bytes handed in as a file of casework: read, or refused by name; no event is lost without a word."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.casefiles.parents_file import parse_parents
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.casefiles.school_file import parse_school
from supportfirst.attendance.vocabulary.casework import School
from tests.factories.casefiles import KINDS, event, read

IDS = st.sampled_from(["e1", "e2", "e3", "e4", "e5"])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
SOUND = st.builds(event, id=IDS, corrects=st.none() | IDS)
FOLLOWING = st.builds(
    lambda id, kind, about, corrects: event(id, kind=kind, data={"about": about}, corrects=corrects),  # noqa: A006
    id=IDS,
    kind=st.sampled_from(["answer", "struck_out"]),
    about=IDS,
    corrects=st.none() | IDS,
)
SPOILT = st.builds(
    lambda sound, key, value: {**sound, key: value},
    sound=SOUND | FOLLOWING,
    key=st.sampled_from(["id", "upn", "kind", "on", "recorded_at", "by", "parents", "corrects", "data"]),
    value=ANY_JSON,
)
CELLS = st.sampled_from(["P1", "P2", "A1", "yes", "perhaps", "", "-", '"', ",", "\x00", "é"])
SCHOOL_KEYS = ("urn", "name", "type", "times", "register_closes", "attendance_target", "traded", "roles")
SPANS = st.fixed_dictionaries(
    {"from": st.sampled_from(["2025-09-01", "2026-01-01", "soon", None])},
    optional={"to": st.sampled_from(["2025-10-01", None, "then"]), "traded": st.booleans()},
)


def everything_told(parse, data, more):
    """What was said of a file, whether it was read or refused."""
    try:
        found = parse(data, name="any", **more)
    except CaseFileUnreadable as refused:
        return [{"where": refused.where, "what": refused.what, "remedy": refused.remedy}]
    return [
        {"where": each.file, "what": each.problem, "remedy": each.remedy}
        for each in found.problems + found.warnings
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200) | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_each_file_reads_or_refuses(data):
    for parse, more in ((parse_school, {}), (parse_parents, {}), (parse_history, {"records": KINDS})):
        for told in everything_told(parse, data, more):
            assert told["where"].startswith("any")
            assert told["what"]
            assert told["remedy"]


@settings(max_examples=150, deadline=None)
@given(events=st.lists(SOUND | FOLLOWING | SPOILT | ANY_JSON, max_size=7))
def test_any_events_each_is_kept_or_told_and_what_is_kept_points_at_what_is_kept(events):
    found = read(*events)  # it counts them: kept and told make up those that were given

    kept = {each.id: each for each in found.events}
    assert len(kept) == len(found.events)
    for each in found.events:
        for named in (each.corrects, each.data.get("about", "")):
            assert not named or kept[named].upn == each.upn
    for each in found.events:
        met = {each.id}
        while each.corrects:
            each = kept[each.corrects]
            assert each.id not in met
            met.add(each.id)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_any_rows_of_parents_no_parent_of_a_child_stands_twice(rows):
    text = "parent_id,upn,parental_responsibility\n" + "\n".join(",".join(row) for row in rows)

    found = parse_parents(text.encode(), name="any")

    known = [(parent.id, parent.upn) for parent in found.parents]
    assert len(known) == len(set(known))
    assert all(id and upn for id, upn in known)  # noqa: A001


@settings(max_examples=60, deadline=None)
@given(
    given_=st.dictionaries(st.sampled_from(SCHOOL_KEYS), ANY_JSON, max_size=4),
    traded=SPANS | st.lists(SPANS, max_size=3),
)
def test_any_values_of_a_school_are_used_or_told(given_, traded):
    whole = {**given_, "traded": traded}

    found = parse_school(json.dumps(whole).encode(), name="any")

    told = {problem.column.partition(",")[0] for problem in found.problems}
    for key, value in whole.items():
        if value not in (None, "", {}, []):
            used = getattr(found.school, key) != getattr(School(), key)
            assert used or key in told or not str(value).strip()
