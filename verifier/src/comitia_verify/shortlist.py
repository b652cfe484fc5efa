"""The shortlist of one unit: enough candidates, within the quotas, and no better slate."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from comitia_verify.findings import in_order, must, same
from comitia_verify.founding import Act
from comitia_verify.methods.lots import draw
from comitia_verify.methods.selection import Bound, ceiling, check_best
from comitia_verify.methods.support import worths
from comitia_verify.vetting import Vetting


class Shortlist(Vetting):
    def shortlist_made(self, act: Act, body: Any) -> None:
        in_order(self.stage in ("vetted", "shortlisted"))
        in_order(not self.shortlist or self.candidates() != set(self.shortlist))
        eligible = self.still(self.passed)
        self.check_notices("shortlist", eligible)
        self.check_vetted(act, self.vetted)
        must(self.founding.seed, "there is no seed to draw lots from")
        placed = self.placed & eligible
        same("placed", body.placed, tuple(sorted(placed)))
        same("candidates", body.candidates, tuple(sorted(placed.union(body.candidates))))
        must(eligible.issuperset(body.candidates), "a candidate did not pass, or does not stand")
        self.check_contest(self.charter.margins.ballot, body.candidates)

        weights, lots = self._weights(eligible - placed)
        bounds, order = [], tuple[str, ...]()
        for limit in self.limits("candidates", len(body.candidates)):
            group = {person for person in eligible if limit.group in self.persons[person]}
            filled = len(group & placed)
            inside = len(group.intersection(body.candidates))
            asked = min(limit.least, len(group & (placed | weights.keys()))) if limit.zipped else limit.least
            least, most = max(0, asked - filled), limit.most - filled
            must(least <= inside - filled <= most, "the quota {quota} is not met", quota=limit.quota)
            bounds.append(
                Bound(frozenset(group - placed), least, most, lots * body.prices.pop(limit.quota, Fraction(0)))
            )
            order = self._order(body.candidates, group) if limit.zipped else order
        same("order", body.order, order)
        chosen = set(body.candidates) - placed
        must(weights.keys() >= chosen, "a candidate has not the support that the charter asks")
        total = sum(weights[person] for person in chosen)
        same("total", body.total, total // lots)
        must(not body.prices, "there is a price for a quota that does not apply")
        upper = ceiling(weights, len(chosen), bounds) // lots
        same("upper", body.upper, upper)
        how = check_best(weights, len(chosen), bounds, total)
        self.founding.figures[how] += 1
        if how == "bounded":
            self.founding.bounded.append({"unit": self.plan.id, "upper": upper, "total": body.total})
        self.stage, self.shortlist = "shortlisted", body.candidates

    def _order(self, people: Sequence[str], group: set[str]) -> tuple[str, ...]:
        """Odd places are for the group, and empty where nobody of it is left; support decides in each, and lots."""
        worth = worths(self.charter, self.figures, self._supports(people), enough=False)
        ranked = sorted(draw(self.founding.seed, f"order/{self.plan.id}", people), key=lambda person: -worth[person])
        first = [person for person in ranked if person in group][: (len(ranked) + 1) // 2]
        rest = [person for person in ranked if person not in first]
        order = [""] * max(len(ranked), 2 * len(rest))
        order[: 2 * len(first) : 2], order[1 : 2 * len(rest) : 2] = first, rest
        return tuple(order)

    def _supports(self, people: Iterable[str]) -> dict[str, tuple[int, int]]:
        return dict.fromkeys(people, (0, 0)) | {id: (own, members) for id, own, members in self.nominees}

    def _weights(self, people: set[str]) -> tuple[dict[str, int], int]:
        """Support as the charter measures it, of those who have enough, times the second figure, and lots: these decide
        between slates of equal support only."""
        worth = worths(self.charter, self.figures, self._supports(people))
        drawn = draw(self.founding.seed, f"shortlist/{self.plan.id}", worth.keys() & people)
        lots = len(drawn) * (len(drawn) + 1) // 2 + 1
        return {person: worth[person] * lots + len(drawn) - place for place, person in enumerate(drawn)}, lots
