"""The desk: the folder, the officer and the time that a command works with, and the way from its words to an intent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import typer

from comitia.charter.calendar import today, zone
from comitia.charter.model import Calendar
from comitia.cli.line import Line
from comitia.cli.printing import Printer
from comitia.election import Election, event_of
from comitia.explain.told import told
from comitia.folder import Folder, url
from comitia.office import Office, Receipt, utc_now
from comitia.record.canonical import decode
from comitia.record.entry import Entry
from comitia.record.sealed import Opening
from comitia.rules import rule
from comitia.stages.evidence import Attachments
from comitia.stages.intent import Intent
from comitia.stores.store import Store, open_store
from comitia.texts import N_

OFFICER = rule(
    "command.officer",
    says=N_("An act is somebody's act."),
    refusal=N_("nobody is named who acts"),
    cure=N_("say who acts with `--as OFFICER`, or set COMITIA_AS"),
)
REHEARSAL = rule(
    "command.at",
    says=N_("The time of an act is the clock's; only in a rehearsal can it be stated."),
    refusal=N_("the time {at} was stated, and this election is no rehearsal"),
    cure=N_("leave `--at` out, and see that COMITIA_AT is not set"),
)
TIME = rule(
    "command.time",
    says=N_("A stated time is a day, or a day and a time, in the charter's time zone."),
    refusal=N_("{at} is no time"),
    cure=N_("write it as 2026-03-02 (noon is meant) or 2026-03-02T10:30"),
)


class Clock:
    """The real clock, or one that was stopped at a moment for a rehearsal."""

    stopped: datetime | None = None

    def __call__(self) -> datetime:
        return self.stopped or utc_now()


@dataclass
class Desk:
    """Where a command works. Everything is opened when it is first needed."""

    line: Line

    @property
    def printer(self) -> Printer:
        return self.line.printer

    @cached_property
    def folder(self) -> Folder:
        return Folder(Path(self.line.folder))

    @cached_property
    def store(self) -> Store:
        """The record, for reading; it needs no key."""
        return open_store(url(self.folder.path, self.folder.settings))

    @cached_property
    def reading(self) -> Office:
        """The office over the record as it is read: it can be asked for the state, and cannot act."""
        return Office(self.store, self.folder.archive)

    @property
    def election(self) -> Election:
        return self.reading.election

    @cached_property
    def office(self) -> Office:
        """The office, for acting, with the stated time where one is allowed. Raises RuleBroken ``command.at``."""
        clock = Clock()
        office = self.folder.office(clock)
        if self.line.at:
            founding = office.election.founding
            clock.stopped = stated_time(self.line.at, founding.charter.calendar, founding.rehearsal)
        return office

    @property
    def entries(self) -> list[Entry]:
        return [decode(leaf) for leaf in self.store.leaves()]

    @property
    def today(self) -> date:
        """The day in the charter's time zone; the stated one in a rehearsal."""
        founding = self.election.founding
        calendar, at = founding.charter.calendar, self.line.at
        now = stated_time(at, calendar, founding.rehearsal) if at else utc_now()
        return today(calendar, now.isoformat())

    def officer(self) -> str:
        """Who acts. Raises RuleBroken ``command.officer``."""
        if not self.line.officer:
            raise OFFICER.broken()
        return self.line.officer

    def do(self, kind: type[Intent], /, *, openings: Iterable[Opening] = (), **fields: Any) -> None:
        """Ask the office to carry out an intent, and print what was put on the record."""
        self.tell(self.act(kind, openings=openings, **fields), self.office.election)

    def act(self, kind: type[Intent], /, *, openings: Iterable[Opening] = (), **fields: Any) -> Receipt:
        """Ask the office to carry out an intent; gives the receipt."""
        officer = self.officer()
        return self.office.do(kind(**fields), officer, self.line.key, openings)

    def attached(self, files: Iterable[str] | None) -> Attachments:
        """Take in files as evidence, before the act that names them. Raises RuleBroken as ``Evidence.keep`` does."""
        return tuple(self.folder.evidence.keep(Path(file)) for file in files or ())

    def tell(self, receipt: Receipt, election: Election, **more: object) -> None:
        """Print a receipt: each entry's number and what it says; ``more`` is what the JSON holds besides."""
        if self.printer.as_json:
            entries = [msgspec.to_builtins(entry) for entry in receipt.entries]
            self.printer.json({"first": receipt.first, "repeated": receipt.repeated, "entries": entries, **more})
            return
        if receipt.repeated:
            self.printer.sentence(N_("This act was done before, under the same key; nothing was added."))
        for number, entry in enumerate(receipt.entries, receipt.first):
            what = told(event_of(entry), election.charter)
            self.printer.sentence(N_("Entry {number}: {what}"), number=str(number), what=what)


def desk(ctx: typer.Context) -> Desk:
    """The desk of a command."""
    return Desk(ctx.obj)


def stated_time(at: str, calendar: Calendar, rehearsal: bool) -> datetime:
    """The time that was stated; a day alone is meant at noon.

    Raises RuleBroken: ``command.at`` where the election is no rehearsal, ``command.time``.
    """
    if not rehearsal:
        raise REHEARSAL.broken(at=at)
    try:
        moment = datetime.fromisoformat(at if len(at) > len("2026-03-02") else f"{at}T12:00")
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone(calendar))
        moment.utctimetuple()
    except (ValueError, OverflowError):
        raise TIME.broken(at=at) from None
    return moment
