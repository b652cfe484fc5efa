"""An election's folder: where its record, its key and its tables are.

election.toml    where the record is kept (SQLite in the folder, or PostgreSQL by URL); readable by its owner alone
key              the record's secret key; readable by its owner alone; never on the record
record.sqlite    the record, unless it is in PostgreSQL
tables/          the tables, by the hash of their content
evidence/        the files that vetting sealed, by the hash of their content; readable by their owner alone
"""

import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from comitia.charter.model import Charter
from comitia.office import Office, utc_now
from comitia.rules import rule
from comitia.stores.evidence import Evidence
from comitia.stores.key import create_key, read_key
from comitia.stores.store import Store, create_store, open_store
from comitia.tables.archive import Archive
from comitia.texts import N_

NOT_EMPTY = rule(
    "folder.not-empty",
    says=N_("A new election gets a new folder."),
    refusal=N_("{folder} is not empty"),
    cure=N_("name a folder that does not exist yet"),
)
NO_ELECTION = rule(
    "folder.no-election",
    says=N_("An act needs the folder of an election."),
    refusal=N_("{folder} holds no election"),
    cure=N_("name its folder with `--folder`, or found an election with `comitia init`"),
)
UNUSABLE = rule(
    "folder.unusable",
    says=N_("The folder of an election can be read and written by the office."),
    refusal=N_("{folder} cannot be used: {fault}"),
    cure=N_("check the path and the permissions"),
)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``election.toml`` holds: the record's URL; relative SQLite paths start at the folder."""

    record: str = "record.sqlite"


class Folder:
    """The folder of one election. Raises RuleBroken ``folder.no-election`` where there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with (path / "election.toml").open("rb") as file:
                self.settings = msgspec.convert(tomllib.load(file), Settings)
        except (FileNotFoundError, NotADirectoryError):
            raise NO_ELECTION.broken(folder=str(path)) from None
        except (OSError, ValueError) as error:
            raise UNUSABLE.broken(folder=str(path / "election.toml"), fault=str(error)) from None

    @property
    def archive(self) -> Archive:
        return Archive(self.path / "tables")

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.path / "evidence")

    def store(self) -> Store:
        """The record, for writing."""
        return open_store(url(self.path, self.settings), read_key(self.path / "key"))

    def office(self, clock: Callable[[], datetime] = utc_now) -> Office:
        """The office over the folder's record and tables."""
        return Office(self.store(), self.archive, clock, self.evidence)


def url(path: Path, settings: Settings) -> str:
    if settings.record.startswith(("postgresql://", "postgres://")):
        return settings.record
    return str(path / settings.record)


def found(
    path: Path,
    charter: Charter,
    founder: str,
    *,
    record: str = "record.sqlite",
    rehearsal: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Office:
    """Make the folder of a new election and found the election in it; the founder becomes the returning officer.

    Raises RuleBroken ``folder.not-empty``, ``folder.unusable``, and what the store refuses.
    """
    settings = Settings(record)
    with new_folder(path):
        store = create_store(url(path, settings), create_key(path / "key", f"comitia/{charter.id}"))
        office = Office(store, Archive(path / "tables"), clock, Evidence(path / "evidence"))
        office.found(charter, founder, rehearsal)
        # last, so that a folder with settings always holds a founded election
        private = os.open(path / "election.toml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(private, "w", encoding="utf-8") as file:
            file.write(f"record = {msgspec.json.encode(settings.record).decode()}\n")
            file.flush()
            os.fsync(file.fileno())
    return office


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """A folder that only its owner may enter, since the store keeps names; what is in it goes again on an exception."""
    try:
        if path.exists() and any(path.iterdir()):
            raise NOT_EMPTY.broken(folder=str(path))
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        (path / "tables").mkdir()
    except OSError as error:
        raise UNUSABLE.broken(folder=str(path), fault=error.strerror or "") from None
    try:
        yield
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
