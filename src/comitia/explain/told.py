"""What an entry says, as a sentence, and the rules that were asked before it was put on the record."""

from collections.abc import Iterable
from string import Formatter
from typing import Any, NamedTuple

from comitia.charter.agenda import STAGE_NAMES
from comitia.charter.model import Charter
from comitia.charter.portions import BY_MEMBERS
from comitia.record.entry import Event, Table
from comitia.stages import (
    appeal,
    apportion,
    certify,
    conflicts,
    consultations,
    count,
    credentials,
    founding,
    lottery,
    nominate,
    notice,
    opinions,
    poll,
    retention,
    shortlist,
    split,
    tip_offs,
    vet,
    veto,
)
from comitia.stages.roles import ROLE_NAMES
from comitia.texts import N_, Parameter, Sentence, Text

WORDS: dict[str, dict[str, str]] = {
    "role": ROLE_NAMES,
    "stage": {str(stage): name for stage, name in STAGE_NAMES.items()},
    "kind": {
        "first": N_("the first vote"),
        "tie": N_("a new vote among the tied"),
        "second": N_("a vote for the places still open"),
    },
    "outcome": {
        "stands": N_("it stands"),
        "lifted": N_("it is lifted"),
        "upheld": N_("it is upheld"),
        "dismissed": N_("it is dismissed"),
    },
    "checkable": {"0": N_("cannot be checked"), "1": N_("is concrete and can be checked")},
    "what": {str(what): name for what, name in retention.NAMES.items()},
}
"""Words of the record that a sentence puts into the reader's language, by the field that holds them."""


class Telling(NamedTuple):
    """The sentence for a kind of event, its places being the event's fields, and the rules by their ids."""

    template: str
    rules: tuple[str, ...]


TELLINGS: dict[type[Event], Telling] = {
    founding.ElectionFounded: Telling(N_("The election was founded."), ()),
    founding.OfficerAppointed: Telling(
        N_("{officer} was appointed {role}; for: {scope}."), ("office.role", "office.scope")
    ),
    founding.OfficerDismissed: Telling(
        N_("{officer} was dismissed as {role}; for: {scope}."),
        ("office.role", "office.not-held", "office.last-officer"),
    ),
    founding.SeedRecorded: Telling(N_("The public seed of all lots is {seed} ({source})."), ("lot.seed",)),
    founding.MarginPermitted: Telling(
        N_("{unit} may go without contest, by {authority}; it takes two signatures. For: {node}."),
        ("margin.two-signatures", "margin.node"),
    ),
    founding.WindowExtended: Telling(N_("{unit}: {stage} was extended to {closes}."), ("calendar.extension",)),
    apportion.SeatsApportioned: Telling(
        N_("{seats} seats were apportioned to the units."), ("apportion.once", "apportion.tie")
    ),
    apportion.SeatsDecided: Telling(
        N_("{part}: the tied seats go to {units}, by {authority}."),
        ("apportion.no-tie", "apportion.decision", "apportion.other-officer", "apportion.authority"),
    ),
    split.QuotaSplit: Telling(
        N_("The quota {quota} was split over the units, {parts} people in all."),
        ("quota.after", "quota.again", "quota.seed", "quota.capacity", "quota.together"),
    ),
    nominate.RegisterAdopted: Telling(
        N_("{unit}: the register was adopted, with {primary} primary organisations and {members} members."),
        ("register.closed",),
    ),
    nominate.NomineeEntered: Telling(
        N_("{unit}: {person} was entered; groups: {groups}."), ("nominee.twice", "nominee.group")
    ),
    nominate.NomineesEntered: Telling(N_("{unit}: persons entered: {persons}."), ("nominee.twice", "nominee.group")),
    nominate.NomineePlaced: Telling(
        N_("{unit}: {person} was placed by a higher body ({authority}); groups: {groups}."),
        ("nominee.twice", "nominee.group"),
    ),
    nominate.NomineeWithdrawn: Telling(
        N_("{unit}: {person} withdrew."),
        ("nominee.unknown", "nominee.withdrawn", "nominee.statement", "nominee.two-signatures"),
    ),
    nominate.RoundOpened: Telling(
        N_("{unit}: round {round} was opened."), ("round.order", "round.dates", "round.margin", "register.missing")
    ),
    nominate.ReturnFiled: Telling(
        N_("{unit}: {organisation} filed its return for round {round}; members who took part: {participants}."),
        ("round.not-open", "round.dates", "return.participants", "return.support", "return.reason"),
    ),
    nominate.ReturnsImported: Telling(
        N_("{unit}: returns imported for round {round}: {returns}."),
        ("round.not-open", "round.dates", "return.participants", "return.support", "return.reason"),
    ),
    nominate.RoundClosed: Telling(
        N_(
            "{unit}: round {round} was closed: {returned} of {organisations} organisations filed, {participants} of "
            "{members} members took part, and {nominees} nominees are on the list."
        ),
        ("round.runs", "round.margin", "round.again"),
    ),
    vet.VettingOpened: Telling(
        N_("{unit}: vetting was opened; nominees: {nominees}."),
        ("vet.rounds-first", "contest.margin", "contest.margin-strict"),
    ),
    opinions.OpinionGiven: Telling(
        N_("{unit}: a check was answered ({check}); clear: {clear}; adverse: {adverse}."),
        ("vet.body", "vet.applies", "vet.two-people", "vet.grounds"),
    ),
    veto.VetoProposed: Telling(
        N_("{unit}: a veto of {person} was proposed, on the ground {ground}."),
        ("veto.ground", "veto.evidence", "veto.order"),
    ),
    veto.VetoSeconded: Telling(N_("{unit}: the veto of {person} was seconded."), ("veto.deciders", "veto.order")),
    veto.VetoNotified: Telling(
        N_("{unit}: {person} was told of the veto, and may reply until {reply_by}."), ("veto.deciders", "veto.order")
    ),
    veto.VetoReplied: Telling(N_("{unit}: {person} replied to the veto."), ("veto.order",)),
    veto.VetoConcluded: Telling(
        N_("{unit}: the veto of {person} was concluded: {outcome}."),
        ("veto.deciders", "veto.reply", "veto.conflict"),
    ),
    appeal.AppealFiled: Telling(N_("{unit}: {person} appealed against the veto."), ("appeal.none",)),
    appeal.AppealDecided: Telling(
        N_("{unit}: the appeal of {person} was decided. The veto: {outcome}."), ("appeal.open", "appeal.body")
    ),
    consultations.ConsultationHeld: Telling(
        N_("{unit}: {group} was consulted; people heard: {heard}; about: {persons}."),
        ("consultation.group", "consultation.body", "consultation.heard"),
    ),
    tip_offs.TipOffRecorded: Telling(
        N_("{unit}: a tip-off about {person} was recorded, which {checkable}."), ("vet.nominee", "vet.grounds")
    ),
    conflicts.ConflictDeclared: Telling(
        N_("{unit}: a conflict of interest of {officer} was declared; with: {person}."),
        ("conflict.who", "conflict.officer", "conflict.again"),
    ),
    conflicts.ConflictWithdrawn: Telling(
        N_("{unit}: a conflict of interest of {officer} was withdrawn, with: {person}; it takes two signatures."),
        ("conflict.none", "conflict.two-signatures", "conflict.reasons"),
    ),
    vet.VettingClosed: Telling(
        N_("{unit}: vetting was closed; passed: {passed}; failed: {failed}."), ("vet.undecided",)
    ),
    vet.VettingReopened: Telling(N_("{unit}: vetting was reopened."), ("vet.reopen",)),
    notice.NoticePublished: Telling(
        N_("{unit}: a notice was published ({notice}); objections until {until}; on it: {persons}."),
        ("notice.list", "notice.again"),
    ),
    notice.ObjectionFiled: Telling(
        N_("{unit}: the objection {objection} to {person} was filed; answer by: {answer_by}."),
        ("objection.person", "objection.late"),
    ),
    notice.ObjectionAnswered: Telling(
        N_("{unit}: the objection {objection} was answered: {outcome}."),
        ("objection.unknown", "objection.answer", "objection.heard"),
    ),
    notice.ObjectionConfirmed: Telling(
        N_("{unit}: that the objection {objection} is upheld was confirmed."), ("objection.upheld", "objection.second")
    ),
    notice.NoticeClosed: Telling(N_("{unit}: a notice was closed ({notice})."), ("notice.runs", "notice.unanswered")),
    shortlist.ShortlistMade: Telling(
        N_("{unit}: the shortlist was made: {candidates}."),
        ("shortlist.after", "shortlist.seed", "contest.margin", "contest.margin-strict"),
    ),
    lottery.LotteryPublished: Telling(
        N_(
            "{unit}: the lottery for a shortlist of {places} was published; the draw is on {draws_on}, with numbers "
            "from: {source}."
        ),
        ("shortlist.after", "lottery.source", "contest.margin", "contest.margin-strict"),
    ),
    lottery.ShortlistDrawn: Telling(
        N_("{unit}: the shortlist was drawn, with {seed} and ticket {ticket}: {candidates}."),
        ("lottery.none", "lottery.early", "lottery.known"),
    ),
    poll.PollOpened: Telling(
        N_(
            "{unit}: vote {round} was opened, {kind}; places: {places}; electors due: {due}; "
            "on the paper: {candidates}."
        ),
        ("poll.none", "poll.due"),
    ),
    poll.AttendanceRecorded: Telling(N_("{unit}: electors present: {present}."), ("poll.present", "poll.quorum")),
    poll.ScrutineersApproved: Telling(
        N_("{unit}: the meeting approved scrutineers: {scrutineers}."), ("poll.scrutineers", "poll.scrutineer-stands")
    ),
    poll.PapersAccounted: Telling(
        N_("{unit}: papers issued: {issued}; returned: {returned}."), ("poll.scrutineer", "poll.issued")
    ),
    poll.PollDeclaredValid: Telling(N_("{unit}: the vote was declared valid."), ("poll.order", "poll.returned")),
    poll.PollVoided: Telling(N_("{unit}: the vote was declared void."), ("poll.order", "poll.returned")),
    count.Tallied: Telling(
        N_("{unit}: the tally was entered; valid papers: {valid}, of these blank: {blank}; invalid: {invalid}."),
        ("count.validity", "count.papers", "poll.scrutineer"),
    ),
    count.TallyConfirmed: Telling(
        N_("{unit}: a second scrutineer signed the tally."), ("count.second-signature", "count.no-sheet")
    ),
    count.TallyRejected: Telling(
        N_("{unit}: a second scrutineer rejected the tally."), ("count.second-signature", "count.no-sheet")
    ),
    count.OutcomeDeclared: Telling(
        N_("{unit}: elected: {elected}; tied: {tied}; places open: {open}. Approvals needed: {needed}."),
        ("count.second-signature", "count.no-sheet"),
    ),
    count.PlacesLeftVacant: Telling(
        N_("{unit}: places that stay vacant: {places}; electors who consented: {consenting}."),
        ("count.open-places", "count.consent"),
    ),
    credentials.CredentialsReviewed: Telling(
        N_("{unit}: credentials were reviewed; confirmed: {confirmed}; refused: {refused}."),
        ("credentials.after", "credentials.ground"),
    ),
    certify.CertificateSigned: Telling(
        N_("The list of {delegates} delegates was signed."), ("certify.units", "certify.two")
    ),
    certify.ElectionCertified: Telling(
        N_("The election was certified: {delegates} delegates, {vacant} of {seats} seats vacant."),
        ("certify.units", "certify.two"),
    ),
    retention.SealedErased: Telling(
        N_("Erased, at the end of the time for which they are kept: {what}."),
        ("retention.certified", "retention.kept"),
    ),
}


PENDING: dict[type[Event], str] = {
    nominate.NomineeWithdrawn: N_(
        "{unit}: the withdrawal of {person} was recorded; signatures that it still needs: {missing}."
    )
}
"""The sentence for an event that has no effect yet, because others have to sign for the same."""


def told(event: Event, charter: Charter) -> Sentence:
    """What happened, with its figures and names."""
    template = PENDING[type(event)] if getattr(event, "missing", 0) else TELLINGS[type(event)].template
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    return Sentence(template, {name: _shown(name, getattr(event, name), charter) for name in names})


def told_of(event: Event, person: str, charter: Charter) -> Sentence:
    """What happened, as far as it is about one of the persons whom the event names."""
    match event:
        case opinions.OpinionGiven():
            what = N_("Check {check}: clear.") if person in event.clear else N_("Check {check}: adverse.")
            return Sentence(what, {"check": _shown("check", event.check, charter)})
        case consultations.ConsultationHeld():
            what = N_("Heard about the nominee: {group}; people heard: {heard}.")
            return Sentence(what, {"group": _shown("group", event.group, charter), "heard": event.heard})
        case _:
            return told(event, charter)


def listed(ids: Iterable[str]) -> str:
    """Ids in a sentence; a dash where there are none."""
    return ", ".join(ids) or "-"


def _shown(name: str, value: Any, charter: Charter) -> Parameter:
    """A field as a sentence shows it: ids as a list, figures by their sum, tables and pairs by their number."""
    match value:
        case str() if name == "unit":
            return charter.unit(value).name
        case str() if name in WORDS:
            return Sentence(WORDS[name][value])
        case "" if name == "scope":
            return Sentence(N_("the whole election"))
        case "" if name == "node":
            return Sentence(N_("the whole unit"))
        case "" if name == "person":
            return Sentence(N_("everybody in the unit"))
        case str() if name in ("check", "notice", "ground", "group", "part", "quota"):
            return _names(charter).get((name, value), value)
        case str():
            return value or "-"
        case int() if name in WORDS:
            return Sentence(WORDS[name][str(value)])
        case int():
            return value
        case Table():
            return value.rows
        case dict() if name == "refused":
            return listed(value)
        case dict():
            return sum(value.values())
        case _:
            ids = all(isinstance(item, str) for item in value)
            return listed(value) if ids else len(value)


def _names(charter: Charter) -> dict[tuple[str, str], Text]:
    """What the charter calls the things that entries name by their ids."""
    grounds = (*charter.vetting.veto.grounds, *charter.credentials_grounds)
    things = {
        "check": charter.vetting.checks,
        "group": charter.vetting.consult,
        "notice": charter.notices,
        "ground": grounds,
        "part": charter.seats.parts or (BY_MEMBERS,),
        "quota": charter.quotas,
    }
    return {(field, thing.id): thing.name for field, several in things.items() for thing in several}
