"""What the rules make of a signed tally: who is elected, who is tied, which places are open, and which vote is next."""

from collections.abc import Collection, Mapping, Sequence

from comitia.charter.model import Charter
from comitia.methods.approval import Outcome, Reserve, elect, needed, run_off
from comitia.methods.lots import draw, lot_numbers
from comitia.rules import rule
from comitia.stages.count import LeaveVacant, OutcomeDeclared, PlacesLeftVacant, Tallied, UnitCount, approvals_of
from comitia.stages.founding import Founding
from comitia.stages.poll import Next, Vote
from comitia.stages.quotas import Delegation
from comitia.stages.second_vote import candidates_of_second_vote
from comitia.texts import N_

Groups = Mapping[str, tuple[str, ...]]
"""The groups of everybody who may stand in a unit."""

NOTHING_OPEN = rule(
    "count.open-places",
    says=N_("Only places that a vote left open can be left vacant."),
    refusal=N_("{unit}: no place is open"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-B-29b",),
)
CONSENT = rule(
    "count.consent",
    says=N_("Open places stay vacant only with the consent of more than half of the electors due to attend."),
    refusal=N_("{unit}: {consenting} of {due} electors consent; {present} were present, and it takes {needed}"),
    cure=N_("hold a second vote for the open places"),
    sources=("CN-B-29b",),
)


def declare(
    sheet: Tallied, own: UnitCount, vote: Vote, founding: Founding, groups: Groups, delegation: Delegation
) -> OutcomeDeclared:
    """What the charter's rules make of a signed tally; where it lets the lot decide ties, the lot is drawn at once."""
    charter, unit, approvals = founding.charter, sheet.unit, approvals_of(sheet, vote)
    threshold = needed_to_elect(sheet, vote, charter)
    if vote.opened.kind == "tie":
        result = run_off(before(own, delegation, groups).ties, approvals)
    else:
        reserves = reserved(delegation, groups, own.elected)
        result = elect(approvals, vote.opened.places, threshold, reserves)
    if not result.ties or charter.counting.tie == "new-vote":
        return OutcomeDeclared(unit, threshold, result.elected, result.tied, result.tied_places, result.open)
    purpose = f"poll/{unit}/{vote.opened.round}"
    lucky = run_off(result.ties, lot_numbers(founding.seed, purpose, result.tied)).elected
    lot = draw(founding.seed, purpose, result.tied)
    return OutcomeDeclared(unit, threshold, (*result.elected, *lucky), open=result.open, lot=lot)


def needed_to_elect(sheet: Tallied, vote: Vote, charter: Charter) -> int:
    """The least number of approvals that elects; 0 where the most votes do: always among the tied (CN-L-36)."""
    counting, kind = charter.counting, vote.opened.kind
    if counting.more_than is None or kind == "tie" or (kind == "second" and counting.second_vote == "plurality"):
        return 0
    base = {"due": vote.opened.due, "present": vote.present, "valid": sheet.valid}[counting.base]
    return needed(counting.more_than, base)


def before(own: UnitCount, delegation: Delegation, groups: Groups) -> Outcome:
    """How the last vote for places stands after the votes among the tied since: who is tied for which places still."""
    assert own.vote is not None
    earlier = [person for person in own.elected if person not in own.approvals]
    reserves = reserved(delegation, groups, earlier)
    result = elect(own.approvals, own.vote.opened.places, own.needed, reserves)
    for approvals in own.run_offs:
        result = run_off(result.ties, approvals)
    return result


def reserved(delegation: Delegation, groups: Groups, elected: Collection[str]) -> list[Reserve]:
    """The places that quotas keep for a group among the unit's seats, less those that the group has already."""
    least: dict[str, int] = {}
    for limit in delegation.limits("elected", delegation.seats):
        least[limit.group] = max(limit.least, least.get(limit.group, 0))
    members = {group: frozenset(person for person, belongs in groups.items() if group in belongs) for group in least}
    return [
        Reserve(members[group], max(0, places - len(members[group].intersection(elected))))
        for group, places in least.items()
    ]


def leave_vacant(intent: LeaveVacant, own: UnitCount, vote: Vote) -> PlacesLeftVacant:
    if not own.open or own.tied or own.counted < vote.opened.round:
        raise NOTHING_OPEN.broken(unit=intent.unit)
    due, present = vote.opened.due, vote.present
    if not due < 2 * intent.consenting <= 2 * present:
        raise CONSENT.broken(
            unit=intent.unit, consenting=intent.consenting, due=due, present=present, needed=due // 2 + 1
        )
    return PlacesLeftVacant(intent.unit, own.open, intent.consenting)


def next_vote(
    own: UnitCount, votes: Sequence[Vote], charter: Charter, delegation: Delegation, groups: Groups
) -> Next | None:
    """The vote that is due after those held: a void one again, one among the tied, or one for the open places."""
    last = votes[-1]
    if last.void:
        return Next(last.opened.kind, last.opened.places, last.opened.candidates)
    if own.done or own.counted < last.opened.round:
        return None
    if own.tied:
        return Next("tie", own.tied_places, own.tied)
    rest = {person: approvals for person, approvals in own.approvals.items() if person not in own.elected}
    reserves = reserved(delegation, groups, own.elected)
    return Next(
        "second", own.open, candidates_of_second_vote(rest, own.open, charter.counting.second_candidates, reserves)
    )
