"""Notice: a list is made public for its time; objections are filed against it and have to be answered.

What is decided about objections is in ``objections.py``.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from comitia.charter import model
from comitia.charter.calendar import add_days, exceptions, next_day
from comitia.record.entry import Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.window import within
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class NoticePublished(UnitEvent, frozen=True, tag="notice.published"):
    """``notice`` is the charter's; ``until`` is the last day on which objections are taken.

    Where it runs for working days, ``free`` are the days from Monday to Friday until then that are not worked, and
    ``worked`` the Saturdays and Sundays that are: what anybody can compare with the published calendar.
    """

    notice: Id
    persons: tuple[Id, ...]
    until: str
    free: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()


class ObjectionFiled(UnitEvent, frozen=True, tag="objection.filed"):
    """Somebody objects to a person on the notice. Sealed parts: ``text``, and ``objector`` where one is named.

    ``answer_by`` is the last day for its answer, where the charter sets one.
    """

    notice: Id
    objection: Id
    person: Id
    answer_by: str = ""


class ObjectionAnswered(UnitEvent, frozen=True, tag="objection.answered"):
    """``dismissed`` ends it; ``upheld`` has to be confirmed.

    Sealed parts: ``answer``, and where it is upheld ``heard``: what the person said to it, or how the person was asked.
    """

    objection: Id
    outcome: Literal["upheld", "dismissed"]


class ObjectionConfirmed(UnitEvent, frozen=True, tag="objection.confirmed"):
    """A second officer agrees that the objection is upheld: the person is off the list."""

    objection: Id


class NoticeClosed(UnitEvent, frozen=True, tag="notice.closed"):
    """Its time is over and every objection is answered."""

    notice: Id


# --- intents ---------------------------------------------------------------------------------------------------------


class PublishNotice(UnitIntent, frozen=True, tag="notice.publish"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    notice: Id


class FileObjection(UnitIntent, frozen=True, tag="objection.file"):
    """Anyone may object; the unit's secretary files it for them."""

    roles: ClassVar[tuple[str, ...]] = ("secretary", "returning_officer")
    notice: Id
    person: Id
    text: str
    objector: str = ""


class AnswerObjection(UnitIntent, frozen=True, tag="objection.answer"):
    """By somebody other than who filed it. To uphold it, the person has to be ``heard`` first."""

    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    objection: Id
    outcome: Literal["upheld", "dismissed"]
    answer: str
    heard: str = ""


class ConfirmObjection(UnitIntent, frozen=True, tag="objection.confirm"):
    """By somebody who neither filed nor upheld it."""

    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    objection: Id


class CloseNotice(UnitIntent, frozen=True, tag="notice.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    notice: Id


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class Objection:
    """``upheld_by`` is who answered so and awaits a second officer; ``outcome`` is empty until it is final."""

    notice: str
    person: str
    filed_by: str
    answer_by: str = ""
    upheld_by: str = ""
    outcome: str = ""


@dataclass
class UnitNotices:
    """One unit's notices by the charter's ids, which of them are closed, and the objections."""

    published: dict[str, NoticePublished] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    objections: dict[str, Objection] = field(default_factory=dict)

    def upheld(self) -> frozenset[str]:
        """Those whom an objection took off the list."""
        return frozenset(case.person for case in self.objections.values() if case.outcome == "upheld")


Notices = dict[str, UnitNotices]


# --- rules and decisions ---------------------------------------------------------------------------------------------

UNKNOWN = rule(
    "notice.unknown",
    says=N_("A notice is one that the charter names."),
    refusal=N_("the charter has no notice {notice}"),
    cure=N_("use one of: {known}"),
)
NOTHING_TO_PUBLISH = rule(
    "notice.list",
    says=N_(
        "A notice is published when its list is settled: after the rounds where it precedes vetting, after vetting "
        "where it precedes the shortlist."
    ),
    refusal=N_("{unit}: there is no list yet for the notice {notice}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
AGAIN = rule(
    "notice.again",
    says=N_("A notice is published once, and again only where somebody new is on the list."),
    refusal=N_("{unit}: the notice {notice} was published already, and nobody is new on the list"),
    cure=N_("look at what comes next with `comitia status`"),
)
NOT_PUBLISHED = rule(
    "notice.open",
    says=N_("Objections are filed, and a notice is closed, while it is published."),
    refusal=N_("{unit}: the notice {notice} is not open"),
    cure=N_("look at what comes next with `comitia status`"),
)
RUNS = rule(
    "notice.runs",
    says=N_("A notice is closed after its last day."),
    refusal=N_("the notice {notice} of {unit} runs until {until}; today is {today}"),
    cure=N_("close it after {until}"),
    sources=("CN-N-01",),
)
UNANSWERED = rule(
    "notice.unanswered",
    says=N_("A notice is closed when every objection is answered, and those upheld are confirmed."),
    refusal=N_("objections to the notice {notice} of {unit} that are unanswered: {count}, among them {objection}"),
    cure=N_("answer them: `comitia objection answer`"),
)


def decide(
    intent: UnitIntent,
    act: Act,
    state: Notices,
    founding: Founding,
    lists: dict[str, tuple[str, ...]],
    conflicts: UnitConflicts,
) -> list[Draft]:
    """``lists``: who would stand on a notice, by the stage that it precedes; a list that is not settled is absent.

    ``conflicts``: those that are on the record in the unit.
    """
    own = state.get(intent.unit, UnitNotices())
    match intent:
        case PublishNotice():
            return [Draft(publish(intent, act, own, founding, lists))]
        case CloseNotice():
            return [Draft(close(intent, act, own))]
        case _:
            raise AssertionError(intent)


def plan_of(founding: Founding, notice: str) -> model.Notice:
    known = {plan.id: plan for plan in founding.charter.notices}
    if notice not in known:
        raise UNKNOWN.broken(notice=notice, known=", ".join(known))
    return known[notice]


def publish(
    intent: PublishNotice, act: Act, own: UnitNotices, founding: Founding, lists: dict[str, tuple[str, ...]]
) -> NoticePublished:
    plan = plan_of(founding, intent.notice)
    if plan.before not in lists:
        raise NOTHING_TO_PUBLISH.broken(unit=intent.unit, notice=intent.notice)
    if plan.before != "vet":  # the notice before vetting comes as soon as the rounds are closed
        within(founding, "notice", intent.unit, act)
    earlier = own.published.get(intent.notice)
    if earlier and not set(lists[plan.before]).difference(earlier.persons):
        raise AGAIN.broken(unit=intent.unit, notice=intent.notice)
    calendar = founding.charter.calendar
    until = add_days(calendar, act.today, plan.days, plan.working_days)
    free, worked = exceptions(calendar, next_day(act.today), until) if plan.working_days else ((), ())
    return NoticePublished(
        intent.unit,
        intent.notice,
        lists[plan.before],
        until.isoformat(),
        tuple(map(date.isoformat, free)),
        tuple(map(date.isoformat, worked)),
    )


def running(notice: str, own: UnitNotices, unit: str) -> NoticePublished:
    if notice not in own.published or notice in own.closed:
        raise NOT_PUBLISHED.broken(unit=unit, notice=notice)
    return own.published[notice]


def close(intent: CloseNotice, act: Act, own: UnitNotices) -> NoticeClosed:
    notice, today = running(intent.notice, own, intent.unit), act.today.isoformat()
    if today <= notice.until:
        raise RUNS.broken(notice=intent.notice, unit=intent.unit, until=notice.until, today=today)
    waiting = [id for id, case in own.objections.items() if case.notice == intent.notice and not case.outcome]
    if waiting:
        raise UNANSWERED.broken(count=len(waiting), notice=intent.notice, unit=intent.unit, objection=waiting[0])
    return NoticeClosed(intent.unit, intent.notice)


def over(founding: Founding, own: UnitNotices, before: str, persons: Collection[str]) -> bool:
    """Whether every notice that the charter puts before a stage is closed in the unit, and had all these persons."""
    return all(
        plan.id in own.closed and not set(persons).difference(own.published[plan.id].persons)
        for plan in founding.charter.notices
        if plan.before == before
    )


def apply(state: Notices, event: UnitEvent, entry: Entry) -> None:
    own = state.setdefault(event.unit, UnitNotices())
    match event:
        case NoticePublished():
            own.published[event.notice] = event
            own.closed.discard(event.notice)
        case ObjectionFiled():
            own.objections[event.objection] = Objection(event.notice, event.person, entry.actor, event.answer_by)
        case ObjectionAnswered(outcome="dismissed"):
            own.objections[event.objection].outcome = "dismissed"
        case ObjectionAnswered():
            own.objections[event.objection].upheld_by = entry.actor
        case ObjectionConfirmed():
            own.objections[event.objection].outcome = "upheld"
        case NoticeClosed():
            own.closed.add(event.notice)
