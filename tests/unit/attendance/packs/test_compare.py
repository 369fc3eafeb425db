"""Two packs side by side: what is the same, what only one says, and where they differ."""

from supportfirst.attendance.packs.compare import Status, compare_parts, counts_of

IDS = ("town", "city")


def value(says, layer="land", **more):
    return {
        "id": "line",
        "layer": layer,
        "question": "How many?",
        "steps": [{"says": says, "layer": layer}],
        **more,
    }


def one(a, b):
    [found] = compare_parts({"values": a}, {"values": b}, ids=IDS)["values"]
    return found


def test_what_both_say_alike_it_calls_the_same_and_does_not_repeat():
    found = one([value(">= 10")], [value(">= 10")])

    assert (found["status"], found["differences"], found["a"], found["b"]) == ("same", [], None, None)
    assert (found["beneath_a"], found["beneath_b"]) == (True, True)


def test_the_same_words_from_another_layer_it_calls_the_same_and_names_the_layers():
    found = one([value(">= 10")], [value(">= 10", layer="city")])

    assert found["status"] == "same"
    assert (found["layer_a"], found["layer_b"]) == ("land", "city")
    assert (found["beneath_a"], found["beneath_b"]) == (True, False)


def test_what_they_say_otherwise_it_shows_from_both_sides():
    found = one([value(">= 10")], [value(">= 8", layer="city")])

    assert found["status"] == "different"
    [difference] = found["differences"]
    assert difference["field"] == "steps"
    assert (difference["a"][0]["says"], difference["b"][0]["says"]) == (">= 10", ">= 8")


def test_what_only_one_says_it_gives_in_full():
    a, b = one([value("1")], []), one([], [value("2")])

    assert (a["status"], a["a"]["question"], a["b"]) == ("only in A", "How many?", None)
    assert (b["status"], b["a"], b["b"]["question"]) == ("only in B", None, "How many?")


def test_a_symbol_with_several_meanings_it_tells_apart_by_their_days():
    codes = [{"id": "N", "first_day": "2013-09-01"}, {"id": "N", "first_day": "2024-08-19"}]

    found = compare_parts({"codes": codes}, {"codes": codes}, ids=IDS)["codes"]

    assert [each["id"] for each in found] == ["N from 2013-09-01", "N from 2024-08-19"]


def test_the_order_it_keeps_is_a_s_and_then_b_s():
    a = [{"id": "b"}, {"id": "a"}]
    b = [{"id": "c"}, {"id": "a"}]

    compared = compare_parts({"x": a}, {"x": b, "y": b}, ids=IDS)

    assert [each["id"] for each in compared["x"]] == ["b", "a", "c"]
    assert counts_of(compared) == {
        "x": {"same": 1, "only in A": 1, "only in B": 1, "different": 0},
        "y": {"same": 0, "only in A": 0, "only in B": 2, "different": 0},
    }
    assert [status.value for status in Status] == list(counts_of(compared)["x"])
