"""A small election to tell stories with: its charter, its officers, and a record in memory that decides and applies."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from comitia.charter.model import (
    Calendar,
    Charter,
    Check,
    Counting,
    Level,
    Margin,
    Margins,
    Named,
    Nomination,
    Notice,
    Poll,
    Quorum,
    Quota,
    Retention,
    Round,
    Seats,
    Unit,
    Veto,
    Vetting,
    Window,
)
from comitia.election import Election
from comitia.office import entry_of
from comitia.record.canonical import decode, encode
from comitia.record.entry import Entry, Event, Table
from comitia.record.sealed import Opening, seal
from comitia.register.organisations import adopt
from comitia.rules import RuleBroken
from comitia.stages.apportion import Apportion
from comitia.stages.count import ConfirmTally, EnterPapers
from comitia.stages.founding import Founding, RecordSeed
from comitia.stages.intent import Act, Given, Intent
from comitia.stages.nominate import AdoptRegister, CloseRound, EnterNominee, FileReturn, OpenRound
from comitia.stages.notice import CloseNotice, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.poll import AccountPapers, ApproveScrutineers, DeclareValidity, OpenPoll, RecordAttendance
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.vet import CloseVetting, OpenVetting
from comitia.tables.archive import Archive
from comitia.texts import Text

OFFICERS = {
    ("ro", "returning_officer", ""),
    ("ro2", "returning_officer", ""),
    ("sec", "secretary", "north"),
    ("sec-south", "secretary", "south"),
    ("filer", "filer", "n-1"),
    ("party", "vetter", "party"),
    ("party2", "vetter", "party"),
    ("disc", "vetter", "discipline"),
    ("both", "vetter", ""),
    ("s1", "scrutineer", "north"),
    ("s2", "scrutineer", "north"),
    ("s3", "scrutineer", "north"),
    ("t1", "scrutineer", "south"),
    ("t2", "scrutineer", "south"),
    ("cred", "credentials", ""),
    ("cert1", "certifier", ""),
    ("cert2", "certifier", ""),
}
ORGANISATIONS = {
    "north": (("n-t", "north", "township", 0), ("n-1", "n-t", "branch", 10), ("n-2", "n-t", "branch", 8)),
    "south": (("s-1", "south", "branch", 6),),
}
SECRETARY = {"north": "sec", "south": "sec-south"}
SCRUTINEERS = {"north": ("s1", "s2"), "south": ("t1", "t2")}
PERSONS = ("p1", "p2", "p3", "p4", "p5", "p6")
GROUPS = {"p1": ("women",), "p2": ("leading",), "p5": ("women",), "q1": ("women",)}


def named(id: str) -> dict[str, Any]:
    return {"id": id, "name": Text(id.title(), id)}


WINDOWS = {
    "nominate": ("2026-03-02", "2026-03-15"),
    "vet": ("2026-03-16", "2026-03-25"),
    "notice": ("2026-03-16", "2026-04-10"),
    "shortlist": ("2026-03-20", "2026-04-10"),
    "poll": ("2026-04-01", "2026-04-20"),
    "credentials": ("2026-04-01", "2026-04-25"),
    "certify": ("2026-04-02", "2026-04-30"),
}


def charter(**changes: Any) -> Charter:
    """Five seats: three in the north, two in the south; more than 15 % more candidates than seats at both steps."""
    windows = tuple(
        Window(stage, date.fromisoformat(opens), date.fromisoformat(closes))  # type: ignore[arg-type]
        for stage, (opens, closes) in WINDOWS.items()
    )
    plan = Charter(
        **named("small"),
        body=Text("A body", "组织"),
        calendar=Calendar("UTC", windows),
        seats=Seats(5, "fixed"),
        units=(Unit(**named("north"), members=18, seats=3), Unit(**named("south"), members=6, seats=2)),
        levels=(
            Level(**named("branch")),
            Level(**named("township"), list=Fraction(3)),
            Level(**named("unit"), list=Fraction(3)),
        ),
        groups=(Named(**named("women")), Named(**named("men")), Named(**named("leading"))),
        nomination=Nomination(
            (
                Round("first", date(2026, 3, 2), date(2026, 3, 6)),
                Round("second", date(2026, 3, 7), date(2026, 3, 12)),
            )
        ),
        margins=Margins(vetted=Margin(more_than=Fraction(3, 20)), ballot=Margin(more_than=Fraction(3, 20))),
        vetting=Vetting(
            bodies=(Named(**named("party")), Named(**named("discipline"))),
            checks=(
                Check(**named("file"), body="party"),
                Check(**named("conduct"), body="discipline"),
                Check(**named("affairs"), body="discipline", applies_to="leading"),
            ),
            veto=Veto((Named(**named("political")),), deciders=2, reply_days=3),
        ),
        notices=(
            Notice(**named("names"), before="vet", days=2),
            Notice(**named("candidates"), before="poll", days=3),
        ),
        quotas=(Quota(**named("a-woman"), group="women", at_least_count=1),),
        poll=Poll(Quorum(more_than=Fraction(1, 2))),
        counting=Counting(more_than=Fraction(1, 2)),
        retention=Retention(365, 365),
        credentials_grounds=(Named(**named("ineligible")),),
    )
    return msgspec.structs.replace(plan, **changes)


def replaced(struct: Any, **changes: Any) -> Any:
    """A copy of a frozen struct with other values."""
    return msgspec.structs.replace(struct, **changes)


@contextmanager
def refused(rule: str, *words: str) -> Iterator[None]:
    """What is done inside is refused under the rule, in a sentence (message and cure) that holds these words."""
    with pytest.raises(RuleBroken) as caught:
        yield
    said = str(caught.value)
    assert caught.value.rule.id == rule, said
    for word in words:
        assert word in said


def organisations(archive: Archive, rows: Sequence[tuple[str | int, ...]]) -> Table:
    """A register of rows (organisation, parent, level, members), with the electors of bodies where they are given."""
    names = ("organisation", "parent", "level", "members", "electors")[: len(rows[0])]
    return adopt(archive, pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows]))[0]


class Play:
    """An election without office and store: what is decided is applied at once, as it would stand on the record."""

    def __init__(self, folder: Path, plan: Charter | None = None) -> None:
        self.election = Election(Founding(plan or charter(), False, set(OFFICERS)))
        self.archive = Archive(folder)
        self.openings: dict[str, Opening] = {}
        self.day = date(2026, 3, 2)
        self.entries: list[Entry] = []
        self.events: list[Event] = []

    @property
    def given(self) -> Given:
        return Given(self.archive, lambda id: self.openings[id].content if id in self.openings else None)

    def on(self, day: str) -> "Play":
        """Let it be that day: ``03-16``."""
        self.day = date.fromisoformat(f"2026-{day}")
        return self

    def do(self, intent: Intent, actor: str) -> list[Event]:
        """Carry out an intent; a refusal must leave the state as it was."""
        act = Act(actor, f"{self.day}T09:00:00Z", self.day)
        before = deepcopy(self.election)
        try:
            drafts = self.election.decide(intent, act, self.given)
        except Exception:
            assert self.election == before
            raise
        for draft in drafts:
            sealed = [seal(part, content) for part, content in draft.sealed.items()]
            self.openings |= {opening.commitment: opening for opening in sealed}
            self.entries.append(decode(encode(entry_of(draft.event, act, sealed))))
            self.election.apply(self.entries[-1])
            self.events.append(draft.event)
        return [draft.event for draft in drafts]

    def branch(self) -> "Play":
        """Another future of the same past."""
        other = Play(self.archive.folder)
        other.archive, other.openings, other.day = self.archive, dict(self.openings), self.day
        other.election, other.entries = deepcopy(self.election), list(self.entries)
        return other

    # The usual course, stage by stage, so that a story begins where it becomes interesting.

    def apportioned(self) -> "Play":
        self.do(RecordSeed("3-1-4-1-5", "dice thrown at the opening"), "ro")
        self.do(Apportion(), "ro")
        return self

    def registered(self, unit: str = "north", persons: Sequence[str] = PERSONS) -> "Play":
        if not self.election.seats.of:
            self.apportioned()
        self.do(AdoptRegister(unit, organisations(self.archive, ORGANISATIONS[unit])), SECRETARY[unit])
        for person in persons:
            self.do(EnterNominee(unit, person, {"name": f"Name of {person}"}, GROUPS.get(person, ())), SECRETARY[unit])
        return self

    def nominated(self, unit: str = "north", persons: Sequence[str] = PERSONS) -> "Play":
        """Both rounds are held: every primary organisation has filed, and the first person has most support."""
        self.registered(unit, persons)
        primary = [row for row in ORGANISATIONS[unit] if row[3]]
        for round, day in (("first", "03-03"), ("second", "03-08")):
            self.on(day).do(OpenRound(unit, round), SECRETARY[unit])
            for organisation, _, _, members in primary:
                support = {person: max(1, members - place) for place, person in enumerate(persons)}
                self.do(FileReturn(unit, round, organisation, members, support), SECRETARY[unit])
            self.do(CloseRound(unit, round), SECRETARY[unit])
        return self

    def noticed(self, notice: str, closes: str, unit: str = "north") -> "Play":
        self.do(PublishNotice(unit, notice), SECRETARY[unit])
        self.on(closes).do(CloseNotice(unit, notice), SECRETARY[unit])
        return self

    def vetting(self, unit: str = "north", persons: Sequence[str] = PERSONS) -> "Play":
        self.nominated(unit, persons).on("03-12").noticed("names", "03-16", unit).do(OpenVetting(unit), SECRETARY[unit])
        return self

    def opinions(self, unit: str, persons: Sequence[str]) -> "Play":
        """All checks come out clear for these persons."""
        leading = tuple(person for person in persons if "leading" in GROUPS.get(person, ()))
        self.do(GiveOpinion(unit, "file", tuple(persons)), "party")
        self.do(GiveOpinion(unit, "conduct", tuple(persons)), "disc")
        if leading:
            self.do(GiveOpinion(unit, "affairs", leading), "disc")
        return self

    def vetted(self, unit: str = "north", persons: Sequence[str] = PERSONS) -> "Play":
        self.vetting(unit, persons).opinions(unit, persons).do(CloseVetting(unit), SECRETARY[unit])
        return self

    def shortlisted(self, unit: str = "north", persons: Sequence[str] = PERSONS, places: int = 0) -> "Play":
        self.vetted(unit, persons).on("03-21").do(MakeShortlist(unit, places), SECRETARY[unit])
        return self

    def ready(self, unit: str = "north", persons: Sequence[str] = PERSONS, places: int = 0) -> "Play":
        """The shortlist was published, and the poll may open."""
        return self.shortlisted(unit, persons, places).noticed("candidates", "04-01", unit)

    def voting(self, unit: str = "north", due: int = 10, present: int = 10) -> "Play":
        """A vote is open, those present are counted, and scrutineers approved."""
        self.do(OpenPoll(unit, due), SECRETARY[unit])
        self.do(RecordAttendance(unit, present), SECRETARY[unit])
        self.do(ApproveScrutineers(unit, SCRUTINEERS[unit]), SECRETARY[unit])
        return self

    def cast(self, papers: Sequence[str], unit: str = "north", issued: int | None = None) -> "Play":
        """The papers come back, as many as were issued, and the vote is declared valid."""
        returned = len(papers)
        self.do(AccountPapers(unit, returned if issued is None else issued, returned), SCRUTINEERS[unit][0])
        self.do(DeclareValidity(unit), SECRETARY[unit])
        return self

    def counted(self, papers: Sequence[str], unit: str = "north") -> Event:
        """The papers are entered and signed for; gives the outcome."""
        self.cast(papers, unit).do(EnterPapers(unit, tuple(papers)), SCRUTINEERS[unit][0])
        return self.do(ConfirmTally(unit), SCRUTINEERS[unit][1])[-1]

    def elected(self) -> "Play":
        """Both units have elected everybody they may: three in the north, two in the south."""
        self.ready("north", places=4)
        self.day = date(2026, 3, 2)
        self.ready("south", ("q1", "q2", "q3"), places=3)
        self.voting("north").counted(["+++0"] * 10, "north")
        self.voting("south").counted(["++0"] * 10, "south")
        return self
