"""Progress: where every unit stands against the calendar, what is late, and what has to be done next, by whom.

Nothing is decided here: what is said to come next is what the stages would accept, and they still ask their questions.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from comitia.charter.agenda import STAGE_NAMES
from comitia.charter.model import Stage
from comitia.election import Election
from comitia.progress.steps import credentials, nominations, poll, shortlist, vetting, withdrawals
from comitia.progress.task import Task, View
from comitia.stages.apportion import DecideTie, Tie
from comitia.stages.nominate import UnitNominations
from comitia.stages.window import last_day_of_returns
from comitia.texts import N_, Parameter, Sentence, Text


class Progress(msgspec.Struct, frozen=True):
    """Where a unit stands: the stage it is at, that stage's last day (ISO form), days late (0 in time), what is next.

    ``stage`` is empty for a unit that has nothing left to do; it has no deadline then. So it is for the election as a
    whole, whose ``unit`` is empty, once it is certified.
    """

    unit: str
    name: Text
    stage: Stage | None
    deadline: str
    days_late: int
    tasks: tuple[Task, ...]

    @property
    def step(self) -> Sentence:
        return Sentence(STAGE_NAMES[self.stage] if self.stage else N_("done"))


def progress(election: Election, today: date) -> tuple[Progress, ...]:
    """The election as a whole, then every unit in the charter's order, as they stand on a day of the charter's zone."""
    return (_whole(election, today), *(_unit(View(election, unit.id, today)) for unit in election.charter.units))


def _late(last: str, today: date) -> int:
    return max(0, (today - date.fromisoformat(last)).days)


def _whole(election: Election, today: date) -> Progress:
    charter, view = election.charter, View(election, "", today)
    if election.certificate.certified:
        return Progress("", charter.name, None, "", 0, ())
    tasks: list[Task] = []
    stage: Stage = "certify" if election.seats.settled and election.founding.seed else "nominate"
    last = view.closes("certify") if stage == "certify" else view.opens("nominate")
    if not election.seats.of:
        tasks.append(view.task("returning_officer", N_("apportion the seats"), "apportion"))
    tasks += [_tie(view, part, tie) for part, tie in election.seats.tied.items()]
    if not election.founding.seed:
        what = N_("draw the public seed of all lots, and record it")
        tasks.append(view.task("returning_officer", what, "seed SEED --source HOW"))
    for quota in election.unsplit():
        what = N_("split the quota over the units: {quota}")
        tasks.append(view.task("returning_officer", what, f"quota split {quota.id}", quota=quota.name))
    if all(unit.id in election.credentials for unit in charter.units):
        missing = charter.certifiers - len(election.certificate.signed_by)
        what = N_("sign the certificate; signatures missing: {missing}")
        tasks.append(view.task("certifier", what, "certify", since=view.opens("certify"), missing=missing))
    return Progress("", charter.name, stage, last, _late(last, today), tuple(tasks))


def _tie(view: View, part: str, tie: Tie) -> Task:
    """The decision which of the tied units get the seats: by another officer than who apportioned."""
    what = N_("decide which of the units that are tied get the last seats of {part} ({seats}): {units}")
    figures: dict[str, Parameter] = {"part": part, "seats": tie.seats, "units": ", ".join(tie.units)}
    held = {officer for officer, role, _ in view.election.founding.officers if role in DecideTie.roles}
    others = tuple(sorted(held - {view.election.seats.by}))
    command = f"comitia apportion decide {part} UNIT --authority WHAT"
    return Task("returning_officer", others, Sentence(what, figures), command)


def _unit(view: View) -> Progress:
    name = view.election.charter.unit(view.unit).name
    own = view.election.nominations.get(view.unit, UnitNominations())
    if not view.election.seats.settled:
        last = view.closes("nominate")
        return Progress(view.unit, name, "nominate", last, _late(last, view.today), ())
    steps: tuple[tuple[Stage, Iterator[Task]], ...] = (
        ("nominate", nominations(view, own)),
        ("vet", vetting(view, own)),
        ("shortlist", shortlist(view)),
        ("poll", poll(view)),
        ("credentials", credentials(view)),
    )
    for stage, tasks in steps:
        if todo := tuple(tasks):
            last = _round_closes(view, own) if stage == "nominate" else view.closes(stage)
            return Progress(view.unit, name, stage, last, _late(last, view.today), (*todo, *withdrawals(view)))
    return Progress(view.unit, name, None, "", 0, ())


def _round_closes(view: View, own: UnitNominations) -> str:
    """The last day of the round that is open or comes next."""
    rounds, founding = view.election.charter.nomination.rounds, view.election.founding
    return next(last_day_of_returns(founding, round, view.unit) for round in rounds if round.id not in own.closed)
