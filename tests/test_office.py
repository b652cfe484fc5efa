"""The office over a real store: one way in, one transaction, one act a key, and names nowhere on the record."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from making import charter, refused
from msgspec import json

from comitia.election import INTENTS
from comitia.office import Office
from comitia.record.canonical import decode
from comitia.record.note import Signer
from comitia.record.sealed import seal
from comitia.register.persons import persons_table
from comitia.stages.apportion import Apportion
from comitia.stages.founding import Appoint, PermitMargin, RecordSeed
from comitia.stages.intent import Intent, UnitIntent
from comitia.stages.nominate import EnterNominee, EnterNominees, FileReturn, OpenRound
from comitia.stages.opinions import GiveOpinion
from comitia.stores import Store, create_store, open_store
from comitia.tables.archive import Archive


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    signer = Signer.new("comitia/small")
    store = create_store(str(tmp_path / "record.sqlite"), signer)
    yield store
    store.close()


@pytest.fixture
def office(store: Store, tmp_path: Path, clock: Clock) -> Office:
    """An office whose election is founded, with a secretary in the north."""
    office = Office(store, Archive(tmp_path / "tables"), clock)
    office.found(charter(), "ro")
    office.do(Apportion(), "ro")
    office.do(Appoint("sec", "secretary", "north"), "ro")
    return office


ENTER = EnterNominee("north", "p1", {"name": "Tenzin Dolma", "born": "in 1970"}, ("women",))


def size_and_state(office: Office, store: Store) -> tuple[int, str, str]:
    return store.size(), store.checkpoint(), repr(office.election)


def test_office_not_founded_and_office_founded(store: Store, tmp_path: Path, clock: Clock) -> None:
    office = Office(store, Archive(tmp_path), clock)
    with refused("office.not-founded", "comitia init"):
        office.do(Apportion(), "ro")
    with refused("office.not-founded"):
        _ = office.election
    receipt = office.found(charter(), "ro")
    assert (receipt.first, receipt.entries[0].kind, receipt.entries[0].actor) == (0, "election.founded", "ro")
    assert office.election.charter == charter()
    with refused("office.founded", "founded on this record already"):
        office.found(charter(), "ro")


def test_a_receipt_tells_what_stands_on_the_record(office: Office, store: Store) -> None:
    receipt = office.do(ENTER, "sec")
    assert [decode(leaf) for leaf in store.leaves(receipt.first)] == list(receipt.entries)
    (entry,) = receipt.entries
    assert entry.body == {"unit": "north", "person": "p1", "groups": ["women"]}
    assert entry.time == "2026-03-02T09:00:00Z"


def test_a_refusal_leaves_nothing_behind(office: Office, store: Store) -> None:
    before = size_and_state(office, store)
    with refused("register.missing"):
        office.do(OpenRound("north", "first"), "sec", key="k")
    with refused("office.role"):
        office.do(ENTER, "stranger", key="k")
    assert size_and_state(office, store) == before
    assert office.do(ENTER, "sec", key="k").repeated is False  # a refused act has not used up its key


def test_record_key_a_retry_is_not_a_second_act(office: Office, store: Store, clock: Clock) -> None:
    first = office.do(ENTER, "sec", key="k1")
    size = store.size()
    clock.now += timedelta(days=40)  # even when the window is over
    again = office.do(ENTER, "sec", key="k1")
    assert (again.repeated, again.first, again.entries) == (True, first.first, first.entries)
    assert store.size() == size
    for intent, officer in ((EnterNominee("north", "p2", {"name": "X"}), "sec"), (ENTER, "ro")):
        with refused("record.key", "the key k1 was used for another act", "use a new key"):
            office.do(intent, officer, key="k1")


def test_the_order_of_a_return_s_lines_does_not_make_it_another_act(office: Office) -> None:
    seed = RecordSeed("1", "dice")
    assert office.do(seed, "ro", key="k").repeated is False
    one = EnterNominee("north", "p3", {"name": "N", "born": "1"})
    other = EnterNominee("north", "p3", {"born": "1", "name": "N"})
    office.do(one, "sec", key="k3")
    assert office.do(other, "sec", key="k3").repeated


def test_record_time_never_goes_back(office: Office, clock: Clock) -> None:
    clock.now -= timedelta(seconds=1)
    with refused("record.time", "the clock says 2026-03-02T08:59:59Z, and the last entry is of 2026-03-02T09:00:00Z"):
        office.do(ENTER, "sec")
    clock.now += timedelta(seconds=1)
    assert office.do(ENTER, "sec")


def test_two_offices_on_one_record_see_each_other_s_entries(
    office: Office, store: Store, tmp_path: Path, clock: Clock
) -> None:
    other = Office(store, Archive(tmp_path / "tables"), clock)
    other.do(ENTER, "sec")
    with refused("nominee.twice", "p1"):
        office.do(ENTER, "sec")
    office.do(Appoint("sec2", "secretary", "north"), "ro")
    other.do(EnterNominee("north", "p2", {"name": "Y"}), "sec2")
    assert repr(office.election) == repr(other.election)


def test_what_is_replayed_is_what_the_office_knew(office: Office, store: Store, tmp_path: Path) -> None:
    """Texts are put into Normal Form C on the way in: a decision never sees another text than the record has."""
    office.do(PermitMargin("north", "De\u0301cision"), "ro")
    fresh = Office(store, Archive(tmp_path / "tables"))
    assert fresh.election.founding.permissions == office.election.founding.permissions
    assert office.election.founding.permissions["north", ""].authority == "D\u00e9cision"
    office.do(Appoint("ro2", "returning_officer"), "ro")
    office.do(PermitMargin("north", "De\u0301cision"), "ro2")
    assert fresh.election.founding.uncontested("north")


HOSTILE: list[Intent] = [
    EnterNominee("north", "张三", {"name": "x"}),
    EnterNominee("north", "p" * 65, {"name": "x"}),
    EnterNominee("north", "p1", {"name": "\ud800"}),
    EnterNominee("north", "p1", {"name": 5}),  # type: ignore[dict-item]
    FileReturn("north", "first", "n-1", -1, {}),
    FileReturn("north", "first", "n-1", 2**70, {}),
    FileReturn("north", "first", "n-1", 1.5, {}),  # type: ignore[arg-type]
    Appoint("x", "king", ""),  # type: ignore[arg-type]
    Appoint("../x", "secretary", "north"),
    Appoint("x\n", "secretary", "north"),
    Appoint("x", "filer", "north-1\n"),
    Appoint("x", "filer", "Zhang San, mobile 138"),
]


@pytest.mark.parametrize("intent", HOSTILE, ids=range(len(HOSTILE)))
def test_office_form_what_could_not_be_replayed_is_refused(office: Office, store: Store, intent: Intent) -> None:
    before = size_and_state(office, store)
    with refused("office.form", "cannot be carried out as it was asked"):
        office.do(intent, "sec")
    with refused("office.form", "not an officer"):
        office.do(Apportion(), "not an officer")
    with refused("office.form", "sec\\n"):
        office.do(Apportion(), "sec\n")
    assert size_and_state(office, store) == before


MISFITS: list[tuple[Intent, str]] = [
    (Appoint("x", "boss"), "role cannot be 'boss'; write one of: returning_officer, secretary, filer, vetter, "),  # type: ignore[arg-type]
    (Appoint("张三", "secretary"), "officer cannot be '张三'; write an id: Latin letters"),
    (Appoint("x", "secretary", "no rth"), "scope cannot be 'no rth'; write an id"),
    (FileReturn("north", "first", "n-1", -1, {}), "participants cannot be -1; write a whole number"),
    (FileReturn("north", "first", "n-1", 1, {"p 1": 3}), "support cannot be 'p 1'; write an id"),
    (FileReturn("north", "first", "n-1", 1, {"p1": -3}), "support cannot be -3; write a whole number"),
    (GiveOpinion("north", "party", ("p1", "p 2")), "clear cannot be 'p 2'; write an id"),
    (RecordSeed("\ud800", "dice"), "seed cannot be '\\ud800'; write a text in Unicode"),
]


@pytest.mark.parametrize(("intent", "words"), MISFITS, ids=range(len(MISFITS)))
def test_office_form_says_which_field_and_what_fits_in_it(office: Office, intent: Intent, words: str) -> None:
    """For people: no pattern, no path, no word of the library that decodes."""
    with refused("office.form", words):
        office.do(intent, "ro")


def test_office_form_says_what_fits_for_the_officer_who_acts(office: Office) -> None:
    with refused("office.form", "the officer who acts cannot be '张三'; write an id"):
        office.do(Apportion(), "张三")


def test_what_is_too_long_for_an_entry_is_refused(office: Office, store: Store) -> None:
    before = size_and_state(office, store)
    with refused("record.entry-size", "at most 65535"):
        office.do(RecordSeed("1", "dice " * 20_000), "ro")
    assert size_and_state(office, store) == before


def test_sealed_parts_are_kept_and_no_name_is_in_a_leaf(office: Office, store: Store) -> None:
    (entry,) = office.do(ENTER, "sec").entries
    (appointed,) = office.do(Appoint("v", "vetter", "party", "Lobsang Tashi"), "ro").entries
    sealed = {
        entry.sealed["person"]: '{"born":"in 1970","name":"Tenzin Dolma"}',
        appointed.sealed["name"]: "Lobsang Tashi",
    }
    for commitment, content in sealed.items():
        assert office.given.opened(commitment) == content
    public = b"".join(store.leaves())
    assert not [name for name in (b"Tenzin", b"Lobsang", b"in 1970") if name in public]
    store.erase(sealed)
    assert office.given.opened(appointed.sealed["name"]) is None
    assert office.election.nominations["north"].persons == {"p1": ("women",)}


def test_what_was_erased_cannot_be_guessed_from_the_key_of_its_act(
    office: Office, store: Store, tmp_path: Path
) -> None:
    """A retry after the erasing still is not a second act."""
    office.do(ENTER, "sec", key="k1")
    digest = sha256(json.encode(["sec", ENTER], order="deterministic")).hexdigest()
    kept = (tmp_path / "record.sqlite", tmp_path / "record.sqlite-wal")
    assert any(digest.encode() in path.read_bytes() for path in kept)
    store.erase(office.election.nominations["north"].sealed.values())
    assert not any(digest.encode() in path.read_bytes() for path in kept)
    assert office.do(ENTER, "sec", key="k1").repeated


def test_openings_of_a_table_are_kept_with_the_record(office: Office, store: Store) -> None:
    opening = seal("person", '{"name":"古丽·阿卜杜"}')
    table = persons_table(office.given.archive, [("x1", ("women",), opening.commitment)])
    with refused("nominee.name", "was not handed over"):
        office.do(EnterNominees("north", table), "sec")
    assert store.opening(opening.commitment) is None
    office.do(EnterNominees("north", table), "sec", openings=[opening, opening])
    assert store.opening(opening.commitment) == opening


def test_an_act_without_the_record_s_key_is_refused(office: Office, tmp_path: Path) -> None:
    reader = Office(open_store(str(tmp_path / "record.sqlite")), Archive(tmp_path / "tables"))
    assert reader.election.seats.of == {"north": 3, "south": 2}
    with refused("record.read-only"):
        reader.do(ENTER, "sec")


@pytest.mark.parametrize("kind", INTENTS, ids=lambda kind: str(kind.__struct_config__.tag))
def test_every_act_names_its_roles_and_nobody_else_may_do_it(kind: type[Intent]) -> None:
    """office.role: deny by default."""
    assert kind.roles and set(kind.roles) <= {
        "returning_officer",
        "secretary",
        "filer",
        "vetter",
        "scrutineer",
        "credentials",
        "certifier",
    }
    assert issubclass(kind, UnitIntent) == ("unit" in kind.__struct_fields__)


def test_record_damaged_nothing_is_decided_on_an_entry_that_was_changed(office: Office, store: Store) -> None:
    """Whoever can write to the database, but has no key, makes nobody an officer."""
    fresh = Office(store, office.given.archive)
    with store._database.transaction() as inside:
        [(leaf,)] = inside.rows("SELECT content FROM leaf WHERE number = 2")
        inside.many("UPDATE leaf SET content = ? WHERE number = 2", [(leaf.replace(b'"sec"', b'"eve"'),)])
    for _ in range(2):
        with refused("record.damaged", "its entries do not give the root that was signed"):
            fresh.do(ENTER, "eve")
        with refused("record.damaged", "its entries do not give the root that was signed"):
            _ = fresh.election
