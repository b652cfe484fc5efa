"""Apportion: the seats go to the units, once, and ties are settled by the public seed."""

from pathlib import Path

from making import Play, charter, named, refused

from comitia.charter.model import Seats, Unit
from comitia.methods.lots import draw
from comitia.stages.apportion import Apportion, SeatsApportioned
from comitia.stages.founding import RecordSeed
from comitia.stages.nominate import OpenRound

EQUALS = (Unit(**named("north"), members=10), Unit(**named("south"), members=10), Unit(**named("west"), members=10))


def test_a_minimum_is_kept_and_equal_remainders_go_to_the_lot(tmp_path: Path) -> None:
    """Two districts of 300 and 100 members, 10 seats, at least 2 each, and 7.5 to 2.5."""
    units = (Unit(**named("north"), members=300), Unit(**named("south"), members=100))
    play = Play(tmp_path, charter(units=units, seats=Seats(10, "hamilton", minimum=2)))
    (event,) = play.do(RecordSeed("1", "dice"), "ro") and play.do(Apportion(), "ro")
    assert isinstance(event, SeatsApportioned)
    assert event.seats in ({"north": 7, "south": 3}, {"north": 8, "south": 2})
    assert event.certificate == {"quota": "40/1", "remainder": "20/1"}
    assert set(event.lot) == {"north", "south"}  # 7.5 and 2.5: equal remainders, so the lot decides


def test_apportion_once(play: Play) -> None:
    assert play.do(Apportion(), "ro") == [SeatsApportioned({"north": 3, "south": 2}, {})]
    with refused("apportion.once", "the seats were apportioned already"):
        play.do(Apportion(), "ro")


def test_apportion_first_before_anything_happens_in_a_unit(play: Play) -> None:
    with refused("apportion.first", "the seats have not been apportioned", "comitia apportion"):
        play.do(OpenRound("north", "first"), "sec")


def test_apportion_tie_is_settled_by_the_seed_and_never_by_the_order_of_the_file(tmp_path: Path) -> None:
    for units in (EQUALS, EQUALS[::-1]):
        play = Play(tmp_path, charter(units=units, seats=Seats(4, "webster")))
        with refused("apportion.tie", "north, south, west are tied for 1 of the seats", "record a public seed"):
            play.do(Apportion(), "ro")
        play.do(RecordSeed("6-6-2", "dice"), "ro")
        (event,) = play.do(Apportion(), "ro")
        assert isinstance(event, SeatsApportioned)
        lot = draw("6-6-2", "seats", ["north", "south", "west"])
        assert (event.lot, event.lot_seats) == (lot, 1)
        assert event.seats == {unit: 1 + (unit == lot[0]) for unit in ("north", "south", "west")}


def test_without_a_tie_no_lot_is_drawn(tmp_path: Path) -> None:
    units = (Unit(**named("north"), members=30), Unit(**named("south"), members=10))
    (event,) = Play(tmp_path, charter(units=units, seats=Seats(4, "jefferson"))).do(Apportion(), "ro")
    assert isinstance(event, SeatsApportioned)
    assert (event.seats, event.lot) == ({"north": 3, "south": 1}, ())
    assert event.certificate.keys() == {"lower", "upper"}
