"""The store's contract, kept by every database."""

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint, ConsistencyProof

from comitia.record.checkpoint import open_checkpoint
from comitia.record.merkle import leaf_hash, root
from comitia.record.note import Signer
from comitia.record.receipt import Receipt
from comitia.record.sealed import seal
from comitia.rules import RuleBroken
from comitia.stores import Done, Store, create_store, database, open_store

LEAVES = [f"entry {number}".encode() for number in range(2500)]


def append(store: Store, leaves: list[bytes], key: str = "") -> range:
    with store.writing() as writing:
        return writing.append(leaves, key=key, digest=f"digest of {key}")


def test_a_new_record_is_empty(store: Store) -> None:
    assert (store.size(), store.checkpoint(), list(store.leaves()), store.origin) == (0, "", [], "comitia/test")
    store.verify()
    with pytest.raises(RuleBroken, match=r"record\.no-entry: there is no entry or size 0 on a record of 0 entries"):
        store.inclusion(0)


def test_what_is_appended_is_numbered_signed_and_read_again(store: Store, url: str, signer: Signer) -> None:
    assert append(store, LEAVES[:3]) == range(3)
    assert append(store, LEAVES[3:]) == range(3, 2500)
    checkpoint = open_checkpoint(store.checkpoint(), signer.key)
    assert (checkpoint.size, checkpoint.root) == (2500, root(map(leaf_hash, LEAVES)))
    again = open_store(url)
    assert (again.size(), again.checkpoint(), list(again.leaves())) == (2500, store.checkpoint(), LEAVES)
    again.verify()
    again.close()


def test_leaves_are_read_from_and_up_to(store: Store) -> None:
    append(store, LEAVES)
    assert list(store.leaves(998, 1003)) == LEAVES[998:1003]
    assert list(store.leaves(2499)) == LEAVES[2499:]
    assert list(store.leaves(0, 9999)) == LEAVES
    assert list(store.leaves(2500)) == list(store.leaves(7, 7)) == []


def test_another_program_verifies_checkpoints_and_their_consistency(store: Store, signer: Signer) -> None:
    notes = []
    for stop in (1, 7, 300, 301):
        append(store, LEAVES[store.size() : stop])
        notes.append(Checkpoint.from_text(store.checkpoint()))
    for old in notes:
        old.verify(Vkey.from_string(str(signer.key)))
        for new in notes:
            if old.size <= new.size:
                proof = store.consistency(old.size, new.size)
                ConsistencyProof(old.size, new.size, proof).check(old.root_hash, new.root_hash)
    assert store.consistency(0) == []
    with pytest.raises(RuleBroken, match=r"record\.no-entry: .* size 302 on a record of 301"):
        store.consistency(1, 302)
    with pytest.raises(RuleBroken, match=r"record\.no-entry: .* size 8 on a record of 7"):
        store.consistency(8, 7)
    with pytest.raises(RuleBroken, match=r"record\.no-entry: .* size -1 on a record of 301"):
        store.inclusion(-1)


def test_any_entry_has_a_receipt(store: Store, signer: Signer) -> None:
    append(store, LEAVES[:301])
    for index in (0, 1, 255, 256, 299, 300):
        receipt = Receipt.parse(str(store.receipt(index)))
        assert receipt.verify(LEAVES[index], signer.key).size == 301
    assert store.inclusion(0, 2) == [leaf_hash(LEAVES[1])]
    with pytest.raises(RuleBroken, match=r"record\.no-entry: .* size 301 on"):
        store.receipt(301)


def test_the_inside_of_a_transaction_sees_what_it_appended_and_nobody_else_does(store: Store) -> None:
    append(store, LEAVES[:2])
    with store.writing() as writing:
        assert writing.append(LEAVES[2:4]) == range(2, 4)
        assert (writing.size, list(writing.leaves()), list(writing.leaves(3))) == (4, LEAVES[:4], LEAVES[3:4])
        assert writing.append(LEAVES[4:5]) == range(4, 5)
        assert (store.size(), list(store.leaves())) == (2, LEAVES[:2])
    assert list(store.leaves()) == LEAVES[:5]
    store.verify()


def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    append(store, LEAVES[:2], key="first")
    before = store.checkpoint()
    opening = seal("name", "张三")
    with pytest.raises(ZeroDivisionError), store.writing() as writing:
        writing.append(LEAVES[2:9], key="second", openings=[opening])
        raise ZeroDivisionError
    assert (store.checkpoint(), list(store.leaves())) == (before, LEAVES[:2])
    with store.writing() as writing:
        assert writing.done("second") is None
    assert store.opening(opening.commitment) is None


def test_a_transaction_without_entries_signs_nothing(store: Store) -> None:
    with store.writing() as writing:
        assert writing.append([]) == range(0)
    assert store.checkpoint() == ""
    append(store, LEAVES[:1])
    before = store.checkpoint()
    with store.writing():
        pass
    assert store.checkpoint() == before


def test_an_intent_is_carried_out_once(store: Store) -> None:
    append(store, LEAVES[:2])
    append(store, LEAVES[2:5], key="return 17")
    with store.writing() as writing:
        assert writing.done("return 17") == Done("digest of return 17", 2, 5)
        assert writing.done("return 18") is None
    with pytest.raises(RuleBroken, match=r"record\.repeated: the intent return 17 .* from 2 up to but not including 5"):
        append(store, LEAVES[5:6], key="return 17")
    assert store.size() == 5


def test_an_intent_without_entries_is_remembered_too(store: Store) -> None:
    append(store, [], key="nothing to do")
    with store.writing() as writing:
        assert writing.done("nothing to do") == Done("digest of nothing to do", 0, 0)


def test_an_entry_that_is_too_long_is_refused(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-size: the entry is 65536 bytes long"):
        append(store, [bytes(65_535), bytes(65_536)])
    assert store.size() == 0
    append(store, [bytes(65_535), b""])
    assert list(store.leaves()) == [bytes(65_535), b""]


def test_sealed_parts_are_kept_shown_and_erased_one_by_one(store: Store) -> None:
    name, text = seal("name", "阿卜杜拉·买买提"), seal("text", "a\0b\n𠮷")
    with store.writing() as writing:
        writing.append(LEAVES[:1], openings=[name, text])
    assert (store.opening(name.commitment), store.opening(text.commitment)) == (name, text)
    before = store.checkpoint()
    assert store.erase([name.commitment, "0" * 64]) == 1
    assert (store.opening(name.commitment), store.opening(text.commitment)) == (None, text)
    assert store.erase([name.commitment]) == store.erase([]) == 0
    assert store.checkpoint() == before
    store.verify()


@pytest.mark.parametrize("content", ["李四".encode(), "张三".encode("gbk")])
def test_a_sealed_part_that_was_changed_is_not_shown(store: Store, content: bytes) -> None:
    opening = seal("name", "张三")
    with store.writing() as writing:
        writing.append(LEAVES[:1], openings=[opening])
    with store._database.transaction() as inside:
        inside.many("UPDATE opening SET content = ?", [(content,)])
    with pytest.raises(RuleBroken, match=r"record\.opening: the name that is shown is not what was sealed"):
        store.opening(opening.commitment)


def test_an_opening_that_is_kept_already_is_kept_once(store: Store) -> None:
    opening = seal("name", "张三")
    for leaf in LEAVES[:2]:
        with store.writing() as writing:
            writing.append([leaf], openings=[opening])
    assert store.opening(opening.commitment) == opening
    assert store.erase([opening.commitment]) == 1


def test_what_does_not_open_its_commitment_is_not_kept(store: Store) -> None:
    forged = msgspec.structs.replace(seal("name", "张三"), content="李四")
    with pytest.raises(RuleBroken, match=r"record\.opening"), store.writing() as writing:
        writing.append(LEAVES[:1], openings=[forged])
    assert store.size() == 0


def test_without_its_key_a_record_can_only_be_read(store: Store, url: str) -> None:
    append(store, LEAVES[:2])
    reader = open_store(url)
    assert list(reader.leaves()) == LEAVES[:2]
    with (
        pytest.raises(RuleBroken, match=r"record\.read-only: .*; give the secret key of comitia/test"),
        reader.writing(),
    ):
        pass
    with pytest.raises(RuleBroken, match=r"record\.read-only"):
        reader.erase([])
    reader.close()


def test_a_record_is_signed_by_one_key(store: Store, url: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.other-key: .* signed by comitia/test\+.*given is comitia/test\+"):
        open_store(url, Signer.new("comitia/test"))


def test_a_record_is_not_made_over_another(store: Store, url: str, signer: Signer) -> None:
    append(store, LEAVES[:2])
    with pytest.raises(RuleBroken, match=r"record\.exists"):
        create_store(url, signer)
    assert list(store.leaves()) == LEAVES[:2]


def test_there_is_no_record_before_one_is_made(url: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.missing"):
        open_store(url)


def test_a_newer_format_is_left_alone(store: Store, url: str) -> None:
    with store._database.transaction() as inside:
        inside.many("UPDATE record SET format = ?", [(2,)])
    with pytest.raises(
        RuleBroken, match=r"record\.newer: .* has format 2, .* knows format 1; install the newest comitia"
    ):
        open_store(url)


DAMAGES = [
    ("UPDATE leaf SET content = ? WHERE number = 1", b"entry x", "its entries do not give the root"),
    ("DELETE FROM leaf WHERE number = 1 AND content <> ?", b"", "entries are missing between [01] and 4"),
    ("UPDATE node SET hash = ? WHERE position = 3", bytes(32), "its hashes do not give the root"),
    ("DELETE FROM node WHERE position = 3 AND hash <> ?", b"", "the hash over entries 0 to 3 is missing"),
    ("DELETE FROM record WHERE note <> ?", "", "is not a record of comitia"),
]


@pytest.mark.parametrize(("sql", "value", "fault"), DAMAGES)
def test_what_was_signed_cannot_be_changed_unnoticed(
    store: Store, url: str, sql: str, value: object, fault: str
) -> None:
    append(store, LEAVES[:5])
    with store._database.transaction() as inside:
        assert inside.many(sql, [(value,)]) == 1
    for start in (0, 1):
        with pytest.raises(RuleBroken, match=rf"record\.(damaged|foreign): .*({fault})"):
            list(open_store(url).leaves(start))
    with pytest.raises(RuleBroken, match=rf"record\.(damaged|foreign): .*({fault})"):
        open_store(url).verify()


def test_a_checkpoint_that_is_lost_is_damage(store: Store) -> None:
    append(store, LEAVES[:5])
    with store._database.transaction() as inside:
        inside.many("DELETE FROM record WHERE note <> ?", [("",)])
    with pytest.raises(RuleBroken, match=r"record\.damaged: .* checkpoints: 0, instead of one"):
        store.checkpoint()


@pytest.mark.parametrize("position", [3, 8])
def test_nothing_is_signed_on_top_of_changed_hashes(store: Store, position: int) -> None:
    """Five entries: the first four under the node at 3, the fifth is the node at 8."""
    append(store, LEAVES[:5])
    before = store.checkpoint()
    with store._database.transaction() as inside:
        assert inside.many("UPDATE node SET hash = ? WHERE position = ?", [(bytes(32), position)]) == 1
    with pytest.raises(RuleBroken, match=r"record\.fork: the 6 entries do not extend the 5 entries"):
        append(store, LEAVES[5:6])
    assert store.checkpoint() == before


def test_entries_past_the_checkpoint_are_damage(store: Store) -> None:
    append(store, LEAVES[:5])
    with store._database.transaction() as inside:
        inside.many("INSERT INTO leaf VALUES (?, ?)", [(5, b"smuggled")])
    assert list(store.leaves()) == LEAVES[:5]
    with pytest.raises(RuleBroken, match=r"record\.damaged"):
        append(store, LEAVES[5:6])


def test_a_second_writer_waits_and_gives_up_in_the_end(
    store: Store, url: str, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    other = open_store(url, signer)
    with store.writing() as writing:
        writing.append(LEAVES[:1])
        for busy in (store, other):
            with pytest.raises(RuleBroken, match=r"record\.busy: .*; try again; nothing was changed"), busy.writing():
                pass
    append(other, LEAVES[1:2])
    assert list(store.leaves()) == LEAVES[:2]
    other.close()


def test_writers_of_several_threads_and_connections_never_fork(store: Store, url: str, signer: Signer) -> None:
    other = open_store(url, signer)
    start = threading.Barrier(4)

    def write(name: int) -> list[range]:
        start.wait()
        return [
            append((store, other)[name % 2], [f"{name} {n} {part}".encode() for part in range(3)]) for n in range(10)
        ]

    with ThreadPoolExecutor(4) as threads:
        numbers = [number for ranges in threads.map(write, range(4)) for each in ranges for number in each]
    assert sorted(numbers) == list(range(120))
    assert len(set(store.leaves())) == 120
    store.verify()
    other.verify()
    other.close()
