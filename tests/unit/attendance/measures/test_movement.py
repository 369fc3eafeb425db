"""Pupils divided before and after, and the small numbers that follow from neither division nor moves."""

import numpy as np

from supportfirst.attendance.measures.movement import HiddenMoves, Movement, hidden_moves, movement_of


def places(*numbers):
    return np.array(numbers, np.int8)


def test_each_move_it_counts_once():
    found = movement_of(places(0, 0, 1, 2, 2), places(0, 1, 1, 0, 0), 3)

    assert found == Movement(3, {(0, 0): 1, (0, 1): 1, (1, 1): 1, (2, 0): 2})
    assert (found.pupils, found.moved) == (5, 3)
    assert [found.before(place) for place in range(3)] == [2, 1, 2]
    assert [found.after(place) for place in range(3)] == [3, 2, 0]
    assert (found.into(0), found.out_of(0)) == (2, 1)


def test_many_places_it_counts_as_it_counts_few():
    before, after = places(0, 8, 8, 3), places(8, 8, 0, 3)

    assert movement_of(before, after, 9).counts == {(0, 8): 1, (8, 8): 1, (8, 0): 1, (3, 3): 1}


def test_one_and_the_same_division_it_finds_without_moves():
    same = places(0, 1, 1)

    assert movement_of(same, same, 2) == Movement(2, {(0, 0): 1, (1, 1): 2})


def test_one_place_against_all_others_it_adds_the_others_up():
    found = Movement(3, {(0, 0): 4, (0, 1): 1, (1, 2): 2, (2, 2): 5}).in_or_out(2)

    assert found == Movement(2, {(0, 0): 5, (0, 1): 2, (1, 1): 5})


def test_without_a_threshold_it_hides_nothing():
    assert hidden_moves(Movement(2, {(0, 0): 1}), threshold=None) == HiddenMoves()


def test_nobody_it_hides_nothing():
    assert hidden_moves(Movement(2, {}), threshold=5) == HiddenMoves()


def test_a_small_move_between_large_places_it_hides_with_what_would_give_it_away():
    found = hidden_moves(Movement(2, {(0, 0): 50, (0, 1): 2, (1, 1): 30}), threshold=5)

    assert (0, 1) in found.moves
    # 52 before and 50 who stay would tell the 2, as would 32 after and 30 who stay
    assert 0 in found.before or (0, 0) in found.moves
    assert 1 in found.after or (1, 1) in found.moves


def test_large_places_and_moves_it_shows():
    assert not hidden_moves(Movement(2, {(0, 0): 50, (0, 1): 20, (1, 1): 30}), threshold=5)
