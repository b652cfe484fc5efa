"""A place for a record, in each database that comitia knows: the same tests are run on both."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from comitia.record.note import Signer
from comitia.stores import Store, create_store

POSTGRES = os.environ.get("COMITIA_TEST_POSTGRES", "")


def without_postgres() -> None:
    if not POSTGRES:
        pytest.skip("COMITIA_TEST_POSTGRES names no PostgreSQL database to test with; .ci/run starts one")


@pytest.fixture
def postgres() -> Iterator[str]:
    """The URL of an empty schema."""
    without_postgres()
    import psycopg  # noqa: PLC0415

    schema = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a record can be made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/record"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def signer() -> Signer:
    return Signer("comitia/test", SigningKey(bytes(range(32))))


@pytest.fixture
def store(url: str, signer: Signer) -> Iterator[Store]:
    """An empty record."""
    store = create_store(url, signer)
    yield store
    store.close()
