"""A shortlist that is drawn: its lottery was published before the numbers that decide, and is the fairest there is."""

from dataclasses import dataclass, field
from typing import Any

from comitia_verify.findings import in_order, must, same
from comitia_verify.founding import Act
from comitia_verify.methods.lottery import Lottery, check_lottery
from comitia_verify.methods.margin import check_margin
from comitia_verify.shortlist import Shortlist


@dataclass
class Drawing(Shortlist):
    """``pending``: the lottery that waits for its draw, as stated and as read; ``seeds`` of the draws before it."""

    pending: tuple[Any, Lottery] | None = None
    seeds: list[str] = field(default_factory=list)

    def lottery_published(self, act: Act, body: Any) -> None:
        in_order(self.by_lottery() and not self.pending)
        eligible, worth = self.to_choose_from(act)
        placed = self.placed & eligible
        kept = self.candidates() - placed
        same("placed, kept", (body.placed, body.kept), (tuple(sorted(placed)), tuple(sorted(kept))))
        check_margin(self.charter.margins.ballot, body.places, self.seats, len(placed), self.permitted())
        ahead = body.source.strip() and act.day < body.draws_on
        must(ahead, "a lottery names the source of its numbers, and a later day on which it gives them")
        held, method = placed | kept, self.charter.shortlist.method
        worth = {id: own if method == "support" else 0 for id, own in worth.items() if id not in held}
        places, bounds = body.places - len(held), self.bounds(body.places, eligible, held, worth)
        every_level = method != "lottery-maximin"
        lottery, fairest = check_lottery(self.founding.folder, body, places, bounds, worth, every_level)
        self.founding.figures["lotteries" if fairest else "unproved"] += 1
        self.pending = body, lottery

    def shortlist_drawn(self, act: Act, body: Any) -> None:
        in_order(self.pending and self.stage in ("vetted", "shortlisted"))
        assert self.pending
        published, lottery = self.pending
        must(act.day >= published.draws_on, "the draw was made before the day on which its source gives the numbers")
        known = body.seed in (self.founding.seed, *self.seeds) or not (body.seed.isascii() and body.seed.isprintable())
        must(not known and body.seed.strip(), "the numbers of the draw were known before, or are no line of plain text")
        ticket, chosen = lottery.drawn(body.seed, f"lottery/{self.plan.id}")
        same("ticket", body.ticket, ticket)
        same("placed", body.placed, published.placed)
        same("candidates", body.candidates, tuple(sorted(chosen.union(published.placed, published.kept))))
        self.seeds.append(body.seed)
        self.pending, self.stage, self.shortlist = None, "shortlisted", body.candidates
