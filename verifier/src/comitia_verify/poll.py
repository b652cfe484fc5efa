"""The votes of one unit: which is due, who may stand, and the account of electors and papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from comitia_verify.findings import in_order, must, same, same_people
from comitia_verify.founding import Act
from comitia_verify.lottery import Drawing
from comitia_verify.methods.margin import reaches
from comitia_verify.methods.outcome import Reserves, Votes


@dataclass
class Vote:
    """One vote. ``state``: opened, attended, watched, accounted, then void, or valid, tallied, signed, declared."""

    opened: Any
    state: str = "opened"
    present: int = 0
    scrutineers: tuple[str, ...] = ()
    papers: Any = None
    sheet: Any = None
    counted_by: str = ""


@dataclass
class Poll(Drawing):
    """``terms``: places, approvals needed and reserves of the last vote that was not among the tied; ``ballots``: what
    everybody had in it, and in the votes among the tied since."""

    votes: list[Vote] = field(default_factory=list)
    terms: tuple[int, int, Reserves] = (0, 0, ())
    ballots: dict[str, Votes] = field(default_factory=dict)
    elected: list[str] = field(default_factory=list)
    tied: tuple[str, ...] = ()
    tied_places: int = 0
    open: int = 0
    done: bool = False

    def poll_opened(self, act: Act, body: Any) -> None:
        kind, places, candidates = self._due(act)
        same("round, kind, places", (body.round, body.kind, body.places), (len(self.votes) + 1, kind, places))
        same_people("candidates", body.candidates, candidates)
        if self.charter.poll.order == "number":
            same("candidates", body.candidates, tuple(sorted(candidates)))
        self.votes.append(Vote(body))
        self.stage = "voting"

    def _due(self, act: Act) -> tuple[str, int, set[str]]:
        """The vote that is due: its kind, its places, and who stands."""
        if not self.votes:
            in_order(self.stage == "shortlisted")
            candidates = self.candidates()
            self.check_vetted(act, candidates)
            self.check_notices("poll", candidates)
            self.check_contest(self.charter.margins.ballot, candidates)
            return "first", self.seats, candidates
        last = self.votes[-1].opened
        if self.votes[-1].state == "void":
            return last.kind, last.places, set(last.candidates)
        in_order(self.votes[-1].state == "declared" and not self.done)
        return ("tie", self.tied_places, set(self.tied)) if self.tied else ("second", self.open, self._next_best())

    def _next_best(self) -> set[str]:
        """Who stands for open places: the highest of the rest, and of each group as its reserved places call for."""
        rest = {person: votes[0] for person, votes in self.ballots.items() if person not in self.elected}
        ratio = self.charter.counting.second_candidates
        groups = [{person: rest[person] for person in members & rest.keys()} for members, _ in self.reserved()]
        kept = [min(least, len(group)) for group, (_, least) in zip(groups, self.reserved(), strict=True)]
        best = _highest(rest, ceil(ratio * self.open)) if sum(kept) < self.open else set[str]()
        return best.union(*(_highest(group, ceil(ratio * least)) for group, least in zip(groups, kept, strict=True)))

    def reserved(self) -> Reserves:
        """The places kept for groups among the unit's seats, less those that the groups have already."""
        least: dict[str, int] = {}
        for limit in self.limits("elected", self.seats):
            least[limit.group] = max(limit.least, least.get(limit.group, 0))
        members = {id: frozenset(person for person, of in self.vetted.items() if id in of) for id in least}
        return [(members[id], max(0, least[id] - len(members[id].intersection(self.elected)))) for id in least]

    def vote(self, *states: str, actor: str = "") -> Vote:
        """The last vote, which is in one of these states; the actor, if given, is one of its scrutineers."""
        in_order(self.votes and self.votes[-1].state in states)
        vote = self.votes[-1]
        must(actor in ("", *vote.scrutineers), "{actor} is no scrutineer of this vote", actor=actor)
        return vote

    def attendance_recorded(self, act: Act, body: Any) -> None:
        vote, quorum = self.vote("opened", "attended"), self.charter.poll.quorum
        quorate = 0 < body.present <= vote.opened.due and reaches(quorum, body.present, vote.opened.due)
        must(quorate, "{present} of {due} present is no quorum", present=body.present, due=vote.opened.due)
        vote.state, vote.present = "attended", body.present

    def scrutineers_approved(self, act: Act, body: Any) -> None:
        vote, named = self.vote("attended", "watched"), body.scrutineers
        good = all(self.founding.holds(officer, "scrutineer", self.plan.id) for officer in named)
        good = good and len(named) >= self.charter.poll.scrutineers and not set(named) & set(vote.opened.candidates)
        must(good, "there are too few scrutineers, or one stands or was not appointed")
        vote.state, vote.scrutineers = "watched", named

    def papers_accounted(self, act: Act, body: Any) -> None:
        vote = self.vote("watched", "accounted", "valid", actor=act.actor)
        must(body.issued <= vote.present, "more papers were issued than electors are present")
        vote.state, vote.papers = "accounted", body

    def poll_valid(self, act: Act, body: Any) -> None:
        vote = self.vote("accounted")
        must(vote.papers.returned <= vote.papers.issued, "more papers came back than were issued")
        vote.state = "valid"

    def poll_void(self, act: Act, body: Any) -> None:
        vote = self.vote("accounted")
        must(vote.papers.returned > vote.papers.issued, "there was no ground to void the vote")
        vote.state = "void"


def _highest(approvals: Mapping[str, int], wanted: int) -> set[str]:
    """So many people with the most approvals, and those equal to the last of them."""
    cut = sorted(approvals.values(), reverse=True)[:wanted]
    return {person for person, own in approvals.items() if cut and own >= cut[-1]}
