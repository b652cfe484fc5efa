from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.lots import draw, lot_numbers

IDS = st.sets(st.text(alphabet="abcdef0123456789-", min_size=1, max_size=4), max_size=9)


def test_a_lot_is_the_order_of_the_hashes_of_seed_purpose_and_id() -> None:
    ids = ["p1", "p2", "p3", "p4"]
    by_hand = sorted(ids, key=lambda id: int(sha256(b"3 17 22\npoll/beijing/1\n" + id.encode()).hexdigest(), 16))
    assert draw("3 17 22", "poll/beijing/1", ids) == tuple(by_hand)


def test_a_lot_can_be_drawn_again_with_any_sha256_program() -> None:
    """The order of ``printf '3 17 22\\nseats\\nnorth' | sha256sum`` and so on."""
    assert draw("3 17 22", "seats", ["north", "south", "east", "west"]) == ("north", "east", "south", "west")


def test_the_first_drawn_has_the_highest_number() -> None:
    first, *_, last = draw("s", "shortlist/u1", ["a", "b", "c", "d"])
    numbers = lot_numbers("s", "shortlist/u1", ["a", "b", "c", "d"])
    assert (numbers[first], numbers[last]) == (4, 1)


@given(IDS, st.randoms())
def test_the_order_in_which_ids_are_given_plays_no_part(ids: set[str], random: object) -> None:
    shuffled = sorted(ids)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw("seed", "purpose", shuffled) == draw("seed", "purpose", sorted(ids))
    assert sorted(lot_numbers("seed", "purpose", shuffled).values()) == list(range(1, len(ids) + 1))


def test_seed_and_purpose_each_change_the_lot() -> None:
    ids = [f"p{number}" for number in range(30)]
    assert len({draw("1", "a", ids), draw("2", "a", ids), draw("1", "b", ids)}) == 3


def test_whoever_leaves_does_not_change_the_order_of_the_others() -> None:
    ids = [f"p{number}" for number in range(30)]
    assert [id for id in draw("1", "a", ids) if id != "p7"] == list(draw("1", "a", [id for id in ids if id != "p7"]))
