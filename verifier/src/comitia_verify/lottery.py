"""A shortlist that is drawn: its lottery was published before the numbers that decide, and is the fairest there is."""

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from comitia_verify.findings import in_order, must, same, same_people
from comitia_verify.folder import whole
from comitia_verify.founding import Act
from comitia_verify.methods.lottery import Level, Lottery, check_levels, check_panels
from comitia_verify.methods.selection import check_best
from comitia_verify.plan import check_margin
from comitia_verify.shortlist import Shortlist, priced


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
        places, bounds, total = body.places - len(held), self.bounds(body.places, eligible, held, worth), body.total
        lottery = self._read(body)
        same_people("people", (id for own in lottery.people.values() for id in own), worth)
        check_panels(lottery, places, list(bounds.values()), worth, total)
        best = check_best(worth, places, priced(bounds, body.total_prices), total)

        weights = self._by_type(body.weights, len(body.chances), lottery.people)
        support = body.support or (Fraction(0),) * len(weights)
        must(len(weights) == len(body.prices) == len(support), "a level lacks its prices")
        proofs = zip(body.chances, weights, body.prices, support, strict=True)
        levels = [Level(chance, own, priced(bounds, prices), price) for chance, own, prices, price in proofs]
        (proved, complete), last = check_levels(lottery, places, worth, total, levels), max(body.chances, default=0)
        enough = proved.keys() == lottery.people.keys() or (method == "lottery-maximin" and last > 0)
        must(enough, "not everybody's chance is proved")
        short = [proved.get(type, last) - chance for type, chance in lottery.chances().items()]
        same("shortfall", body.shortfall, max(short, default=Fraction(0)))
        self.founding.figures["lotteries" if complete and best != "bounded" else "unproved"] += 1
        self.pending = body, lottery

    def _read(self, body: Any) -> Lottery:
        """The lottery from its tables."""
        people: dict[str, list[str]] = {}
        self.founding.folder.check_table(body.types)
        for person, type in self.founding.folder.rows_of(body.types, 1):
            people.setdefault(type, []).append(person)
        return Lottery(people, self._by_type(body.panels, len(body.tickets), people), body.tickets)

    def _by_type(self, table: Any, most: int, types: Collection[str]) -> list[dict[str, int]]:
        """The figures of a table, one for each type, of the things that are numbered from 1."""
        found = [dict[str, int]() for _ in range(most)]
        self.founding.folder.check_table(table)
        for number, type, figure in self.founding.folder.rows_of(table, 2):
            good = number.isdecimal() and 0 < int(number) <= most and type in types and whole(figure)
            must(good, "there is no {number} or no {type} in the lottery", number=number, type=type)
            found[int(number) - 1][type] = whole(figure)
        return found

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
