"""What only a PostgreSQL database can go through."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from comitia.record.note import Signer
from comitia.record.sealed import seal
from comitia.rules import RuleBroken
from comitia.stores import Store, create_store, open_store


def append(store: Store, leaf: bytes) -> range:
    with store.writing() as writing:
        return writing.append([leaf])


def test_without_the_driver_a_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(RuleBroken, match=r"record\.postgres-driver: .*; install comitia with its extra: pip install"):
        open_store("postgresql://localhost/election")


def test_the_driver_is_imported_only_when_asked_for() -> None:
    program = "import sys, comitia.stores, comitia.stores.bundle; sys.exit('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_database_that_does_not_answer() -> None:
    with pytest.raises(RuleBroken, match=r"record\.unusable: the record at PostgreSQL cannot be used: ") as refusal:
        open_store("postgresql://office:secret@/election?host=/nowhere")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["postgresql://a:secret@[broken", "postgresql://a:secret@host/x?no=1"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.postgres-address: .*; write it as postgresql://") as refusal:
        open_store(url)
    assert "secret" not in str(refusal.value)


def test_the_database_of_another_program(postgres: str, signer: Signer) -> None:
    with psycopg.connect(postgres) as connection:
        connection.execute("CREATE TABLE record (title TEXT)")
    with pytest.raises(RuleBroken, match=r"record\.foreign: what is at PostgreSQL .* is not a record"):
        open_store(postgres)
    with pytest.raises(RuleBroken, match=r"record\.exists"):
        create_store(postgres, signer)


def test_every_commit_reaches_the_disk(postgres: str, signer: Signer) -> None:
    """Even where the database's default is not to wait."""
    store = create_store(f"{postgres}%20-csynchronous_commit%3Doff", signer)
    with store.writing() as writing:
        assert writing._inside.rows("SHOW synchronous_commit") == [("on",)]
    store.close()


def test_writers_wait_for_one_another_whatever_the_databases_isolation(postgres: str, signer: Signer) -> None:
    url = f"{postgres}%20-cdefault_transaction_isolation%3Dserializable"
    first, second = create_store(url, signer), open_store(url, signer)
    with ThreadPoolExecutor(1) as thread:
        with first.writing() as writing:
            writing.append([b"entry 0"])
            waiting = thread.submit(append, second, b"entry 2")
            time.sleep(0.05)
            writing.append([b"entry 1"])
        assert waiting.result() == range(2, 3)
    assert list(second.leaves()) == [b"entry 0", b"entry 1", b"entry 2"]
    first.close()
    second.close()


def test_a_connection_that_is_lost_is_a_refusal_and_nothing_is_written(postgres: str, signer: Signer) -> None:
    store = create_store(postgres, signer)
    with pytest.raises(RuleBroken, match=r"record\.unusable"), store.writing() as writing:
        [(process,)] = writing._inside.rows("SELECT pg_backend_pid()")
        with psycopg.connect(postgres, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        writing.append([b"entry"])
    assert store.size() == 0
    store.close()


def test_erased_content_leaves_the_table_for_good(postgres: str, signer: Signer) -> None:
    """A deleted row stays in its table's file until the table is rewritten: afterwards the file is empty."""
    store = create_store(postgres, signer)
    opening = seal("name", "张三")
    with store.writing() as writing:
        writing.append([b"entry"], openings=[opening])
    assert store._database.rows("SELECT pg_relation_size('opening') > 0") == [(True,)]
    store.erase([opening.commitment])
    assert store._database.rows("SELECT pg_relation_size('opening')") == [(0,)]
    store.close()
