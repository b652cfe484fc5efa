"""The dossiers of a unit as the record has them: who is vetted, what was said about each, and what of it still counts.

Nothing is forgotten, and not everything counts: an answer expires, a tip-off comes after it, its officer turns out to
be kin. ``lacks`` says what is missing about a nominee on a day; whoever decides, shows or plans anything asks it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from comitia.charter.calendar import add_days, today
from comitia.charter.model import Calendar, Charter, Check
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.texts import N_, Sentence

# --- state -----------------------------------------------------------------------------------------------------------


class Opinion(NamedTuple):
    """The latest answer to a check about a nominee; ``tip_offs``: how many that bind had been recorded by then."""

    officer: str
    clear: bool
    time: str
    tip_offs: int


class Consultation(NamedTuple):
    """A group was heard about these nominees."""

    officer: str
    group: str
    persons: frozenset[str]
    heard: int
    time: str


class TipOff(NamedTuple):
    """What somebody reported about a nominee; it binds where it is concrete and can be checked."""

    officer: str
    person: str
    checkable: bool
    time: str


@dataclass
class VetoCase:
    """A veto on its way: who decided, by when the nominee may reply, who reviewed it, and what became of an appeal."""

    deciders: list[str]
    reply_by: str = ""
    replied: bool = False
    reviewer: str = ""
    outcome: str = ""
    appeal_by: str = ""
    appealed: bool = False
    heard_by: str = ""
    decided: str = ""

    def handled_by(self) -> set[str]:
        """Everybody who has decided something in it."""
        return {*self.deciders, self.reviewer, self.heard_by} - {""}


@dataclass
class UnitVetting:
    """One unit's dossiers: those vetted with their groups, what was said about them, and the result."""

    nominees: dict[str, tuple[str, ...]] = field(default_factory=dict)
    opinions: dict[tuple[str, str], Opinion] = field(default_factory=dict)  # by person and check
    consultations: list[Consultation] = field(default_factory=list)
    tip_offs: list[TipOff] = field(default_factory=list)
    vetoes: dict[str, VetoCase] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    closed: bool = False
    reopened: bool = False

    def binding(self, person: str) -> int:
        """How many tip-offs about the nominee have to be investigated."""
        return sum(tip_off.person == person and tip_off.checkable for tip_off in self.tip_offs)

    def acted(self) -> set[str]:
        """Everybody who has said something about anybody here."""
        said: list[Opinion | Consultation | TipOff] = [*self.opinions.values(), *self.consultations, *self.tip_offs]
        return {each.officer for each in said}.union(*(case.handled_by() for case in self.vetoes.values()))


Vetting = dict[str, UnitVetting]

# --- rules that several decisions ask --------------------------------------------------------------------------------

NOT_OPEN = rule(
    "vet.not-open",
    says=N_("Opinions, consultations, tip-offs and vetoes are recorded while the unit's vetting is open."),
    refusal=N_("vetting is not open in {unit}"),
    cure=N_("look at what comes next with `comitia status`"),
)
NOT_VETTED = rule(
    "vet.nominee",
    says=N_("Only about those who are vetted is anything said in vetting."),
    refusal=N_("{person} is not being vetted in {unit}"),
    cure=N_("look at the list with `comitia explain {unit}`"),
)
GROUNDS = rule(
    "vet.grounds",
    says=N_(
        "An adverse opinion, a consultation, a tip-off, a veto and whatever follows on it state their grounds or what "
        "was said."
    ),
    refusal=N_("no grounds were stated"),
    cure=N_("state the grounds; they are sealed"),
    sources=("CN-P-08", "DE-14"),
)


def under_way(state: Vetting, unit: str) -> UnitVetting:
    """The unit's vetting. Refuses where it has not been opened, or is closed."""
    if unit not in state or state[unit].closed:
        raise NOT_OPEN.broken(unit=unit)
    return state[unit]


def vetted(person: str, own: UnitVetting, unit: str) -> tuple[str, ...]:
    """The groups of a nominee. Refuses somebody who is not being vetted."""
    if person not in own.nominees:
        raise NOT_VETTED.broken(person=person, unit=unit)
    return own.nominees[person]


def stated(*texts: str) -> None:
    """Refuse an act whose grounds are blank."""
    if not all(text.strip() for text in texts):
        raise GROUNDS.broken()


# --- what counts, and what is missing --------------------------------------------------------------------------------


def applies(check: Check, person: str, own: UnitVetting) -> bool:
    """Whether the charter asks the check of the nominee: by the nominee's groups, and by what was reported."""
    if check.applies_when == "tip-off" and not own.binding(person):
        return False
    return not check.applies_to or check.applies_to in own.nominees[person]


def counts_until(opinion: Opinion, check: Check, calendar: Calendar) -> str:
    """The last day on which a clear answer counts, a date; empty where it counts for ever."""
    if not check.valid_days:
        return ""
    return add_days(calendar, today(calendar, opinion.time), check.valid_days, working=False).isoformat()


class Lack(NamedTuple):
    """One thing that is missing about a nominee, the id of the check or group that it is about, and why.

    ``adverse`` is an answer that is not clear, ``check`` one that is to be given, or given again.
    """

    kind: Literal["check", "adverse", "group", "veto"]
    about: str
    why: Sentence


def lacks(person: str, own: UnitVetting, charter: Charter, conflicts: UnitConflicts, day: date) -> Iterator[Lack]:
    """What is missing on that day before the nominee's vetting can be closed."""
    if person in own.vetoes and not outcome(own.vetoes[person], person, conflicts, day):
        yield Lack("veto", "", Sentence(N_("a veto is open")))
    for check in charter.vetting.checks:
        if applies(check, person, own) and (lack := _unclear(check, person, own, charter.calendar, conflicts, day)):
            yield lack
    for group in charter.vetting.consult:
        held = len(heard(person, group.id, own, conflicts))
        if held < charter.vetting.consult_least:
            what = N_("{group}: consultations held: {held}, needed: {least}")
            figures = {"held": held, "least": charter.vetting.consult_least}
            yield Lack("group", group.id, Sentence(what, {"group": group.name, **figures}))


def heard(person: str, group: str, own: UnitVetting, conflicts: UnitConflicts) -> list[Consultation]:
    """The consultations of a group about a nominee that count."""
    return [
        each
        for each in own.consultations
        if each.group == group and person in each.persons and not conflicts.between(each.officer, person)
    ]


def _unclear(
    check: Check, person: str, own: UnitVetting, calendar: Calendar, conflicts: UnitConflicts, day: date
) -> Lack | None:
    """Why a check is not clear about a nominee."""
    opinion, name = own.opinions.get((person, check.id)), check.name
    if opinion is None:
        return Lack("check", check.id, Sentence(N_("{check} is not clear"), {"check": name}))
    if conflicts.between(opinion.officer, person):
        what = N_("{check} was answered by somebody with a conflict of interest")
        return Lack("check", check.id, Sentence(what, {"check": name}))
    if check.applies_when == "tip-off" and opinion.tip_offs < own.binding(person):
        what = N_("{check} was answered before the latest tip-off")
        return Lack("check", check.id, Sentence(what, {"check": name}))
    if not opinion.clear:
        return Lack("adverse", check.id, Sentence(N_("{check} is not clear"), {"check": name}))
    until = counts_until(opinion, check, calendar)
    if until and day.isoformat() > until:
        what = N_("{check} was clear until {until}")
        return Lack("check", check.id, Sentence(what, {"check": name, "until": until}))
    return None


def reviewed(case: VetoCase, person: str, conflicts: UnitConflicts) -> str:
    """What the review came to; nothing where it is still to come, or somebody decided who had a conflict of interest.

    A veto that stands rests on its deciders too; one that is lifted on the reviewer alone.
    """
    rests_on = (case.reviewer, *(case.deciders if case.outcome == "stands" else ()))
    return "" if any(conflicts.between(officer, person) for officer in rests_on) else case.outcome


def outcome(case: VetoCase, person: str, conflicts: UnitConflicts, day: date) -> str:
    """What has become of a veto on that day, after review and appeal: ``stands``, ``lifted``, or nothing yet."""
    if case.decided and not conflicts.between(case.heard_by, person):
        return case.decided
    result = reviewed(case, person, conflicts)
    appealable = case.appealed or day.isoformat() <= case.appeal_by
    return "" if result == "stands" and appealable else result


def undecided(
    people: Collection[str], own: UnitVetting, charter: Charter, conflicts: UnitConflicts, day: date
) -> Mapping[str, Lack]:
    """Those of the people about whom something is missing on that day, in their order, with the first thing.

    Nothing more is missing about somebody whose veto stands.
    """
    found: dict[str, Lack] = {}
    for person in people:
        case = own.vetoes.get(person)
        if case and outcome(case, person, conflicts, day) == "stands":
            continue
        if lack := next(lacks(person, own, charter, conflicts, day), None):
            found[person] = lack
    return found
