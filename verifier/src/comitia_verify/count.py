"""The count of one unit: the sheet adds up, two scrutineers signed it, and the outcome is what the rules give."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from comitia_verify.findings import in_order, must, same, same_people
from comitia_verify.founding import Act
from comitia_verify.methods.lots import draw
from comitia_verify.methods.outcome import elect
from comitia_verify.methods.papers import check_sheet, recount
from comitia_verify.poll import Poll, Vote


@dataclass
class Unit(Poll):
    """A unit with all that has happened in it, to the review of those elected."""

    confirmed: tuple[str, ...] | None = None

    def tally_entered(self, act: Act, body: Any) -> None:
        vote, least_marks = self.vote("valid", actor=act.actor), self.charter.counting.least_marks
        vote.state, vote.sheet, vote.counted_by = "tallied", body, act.actor
        check_sheet(vote, ceil(least_marks * vote.opened.places))
        papers = self.founding.opened(act, "papers")
        if papers is not None:
            recount(vote, papers, least_marks)
            self.founding.figures["recounts"] += 1

    def tally_rejected(self, act: Act, body: Any) -> None:
        self._second_signature(act).state = "valid"

    def tally_confirmed(self, act: Act, body: Any) -> None:
        self._second_signature(act).state = "signed"
        self.founding.due_next = ("outcome.declared", self.plan.id, act.time, act.actor)

    def _second_signature(self, act: Act) -> Vote:
        vote = self.vote("tallied", actor=act.actor)
        act.not_by([vote.counted_by])
        return vote

    def outcome_declared(self, act: Act, body: Any) -> None:
        vote, counting = self.vote("signed", actor=act.actor), self.charter.counting
        kind, sheet = vote.opened.kind, vote.sheet
        if kind == "tie":
            for person, row in zip(vote.opened.candidates, sheet.tally, strict=True):
                self.ballots[person] += (row[0],)
        else:
            plurality = counting.more_than is None or (kind == "second" and counting.second_vote == "plurality")
            base = {"due": vote.opened.due, "present": vote.present, "valid": sheet.valid}[counting.base]
            needed = 0 if plurality else floor(counting.more_than * base) + 1
            self.terms, self.open = (vote.opened.places, needed, self.reserved()), 0
            self.ballots = {person: (row[0],) for person, row in zip(vote.opened.candidates, sheet.tally, strict=True)}
        result = elect(self.ballots, *self.terms)
        elected = [person for person in result.elected if person not in self.elected]
        elected.sort(key=lambda person: (-self.ballots[person][-1], person))
        lot: tuple[str, ...] = ()
        self.founding.figures.update(counts=1, ties=bool(result.tied))
        if result.tied and counting.tie == "lot":
            must(self.founding.seed, "there is no seed to draw lots from")
            lot = draw(self.founding.seed, f"poll/{self.plan.id}/{vote.opened.round}", result.tied)
            drawn = {person: (*self.ballots[person], len(lot) - place) for place, person in enumerate(lot)}
            before, result = result, elect(self.ballots | drawn, *self.terms)
            elected += [person for person in lot if person in result.elected and person not in before.elected]
        same("needed", body.needed, 0 if kind == "tie" else self.terms[1])
        stated = (body.elected, body.tied, body.tied_places, body.open, body.lot)
        given = (tuple(elected), result.tied, result.tied_places, result.open - self.open, lot)
        same("elected, tied, tied_places, open, lot", stated, given)
        vote.state = "declared"
        self.elected += elected
        self.tied, self.tied_places, self.open = result.tied, result.tied_places, result.open
        last = vote.opened.round >= counting.last_round or self.ballots.keys() <= set(self.elected)
        self.done = not self.tied and (not self.open or last)

    def places_vacant(self, act: Act, body: Any) -> None:
        vote = self.vote("declared")
        in_order(self.open and not self.tied and not self.done)
        good = vote.opened.due < 2 * body.consenting <= 2 * vote.present
        must(good, "not more than half of those due consent")
        same("places", body.places, self.open)
        self.done = True

    def credentials_reviewed(self, act: Act, body: Any) -> None:
        in_order(self.done and self.confirmed is None)
        self.unconcerned(act, *self.elected)
        grounds = {ground.id for ground in self.charter.credentials_grounds}
        good = body.refused.keys() <= set(self.elected) and set(body.refused.values()) <= grounds
        good = good and (not body.refused or "reasons" in act.sealed)
        must(good, "somebody is refused who was not elected, or on no ground of the charter, or without reasons")
        same_people("confirmed", body.confirmed, set(self.elected) - body.refused.keys())
        self.confirmed = body.confirmed
