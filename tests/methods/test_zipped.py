"""Zipped lists: odd places kept for a group."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.zipped import kept, zipped

WEIGHTS = {"w1": 50, "m1": 90, "w2": 40, "m2": 80, "w3": 30, "m3": 70}
WOMEN = {"w1", "w2", "w3"}


def test_de_gr_1_five_places_of_which_the_first_third_and_fifth_are_for_women() -> None:
    """DE-GR-1: 5 places: 1, 3, 5 women."""
    assert zipped(WEIGHTS, WOMEN, 5) == ("w1", "m1", "w2", "m2", "w3")


def test_de_gr_1_a_place_for_which_no_woman_is_left_stays_empty() -> None:
    """DE-GR-1: no woman for 3 -> empty; the open places are filled all the same."""
    one = {id: weight for id, weight in WEIGHTS.items() if id not in ("w2", "w3")}
    assert zipped(one, WOMEN, 5) == ("w1", "m1", "", "m2", "")
    assert zipped({"m1": 1}, WOMEN, 3) == ("", "m1", "")


def test_de_gr_1_a_list_may_be_of_women_only() -> None:
    """DE-GR-1: open places are open to women as well, by their support."""
    strong = WEIGHTS | {"w4": 100, "w5": 99}
    assert zipped(strong, {*WOMEN, "w4", "w5"}, 5) == ("w4", "m1", "w5", "m2", "w1")
    assert zipped({id: strong[id] for id in strong if id[0] == "w"}, {*WOMEN, "w4", "w5"}, 5)[1::2] == ("w2", "w3")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 99)), st.sets(st.sampled_from("abcdefgh")))
def test_the_kept_places_have_the_heaviest_of_the_group_and_the_open_ones_the_heaviest_others(
    drawn: Mapping[str, int], members: set[str]
) -> None:
    weights = {id: weight * 100 + place for place, (id, weight) in enumerate(sorted(drawn.items()))}
    for places in range(8):
        order = zipped(weights, members, places)
        assert len(order) == places
        present = [id for id in order if id]
        assert len(set(present)) == len(present)
        of_group = sorted((id for id in weights if id in members), key=lambda id: -weights[id])
        assert [id for id in order[::2] if id] == of_group[: kept(places)]
        outside = [weights[id] for id in weights if id not in present]
        inside = [weights[id] for id in order[1::2] if id]
        assert inside == sorted(inside, reverse=True)
        assert not inside or not outside or min(inside) > max(outside)
        assert "" not in order[1::2] or not outside


def test_equal_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="equal weights"):
        zipped({"a": 1, "b": 1}, {"a"}, 2)
