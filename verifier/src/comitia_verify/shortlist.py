"""The shortlist of one unit: enough candidates, within the quotas, and no better slate."""

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Any

from comitia_verify.findings import in_order, must, same
from comitia_verify.founding import Act
from comitia_verify.methods.lots import draw
from comitia_verify.methods.selection import Bound, ceiling, check_best, priced_by
from comitia_verify.methods.support import worths
from comitia_verify.methods.zipped import zipped_list
from comitia_verify.vetting import Vetting


class Shortlist(Vetting):
    def by_lottery(self) -> bool:
        """Whether the charter has candidates drawn, be it only among slates of equal support."""
        return bool(self.charter.shortlist.method != "support" or self.charter.shortlist.ties == "lottery")

    def to_choose_from(self, act: Act) -> tuple[set[str], dict[str, int]]:
        """Who may stand, when a shortlist is due; and the support, as the charter measures it, of those with enough."""
        in_order(self.stage in ("vetted", "shortlisted"))
        in_order(not self.shortlist or self.candidates() != set(self.shortlist))
        eligible = self.still(self.passed)
        self.check_notices("shortlist", eligible)
        self.check_vetted(act, self.vetted)
        worth = worths(self.charter, self.figures, self._supports(eligible))
        return eligible, {person: worth[person] for person in worth.keys() & eligible}

    def bounds(self, places: int, eligible: set[str], held: set[str], able: Collection[str]) -> dict[str, Bound]:
        """The quotas as they bind those who are chosen: what those held in any case fill is taken off. Those
        ``able`` have the support to be chosen."""
        bounds = {}
        for limit in self.limits("candidates", places):
            group = {person for person in eligible if limit.group in self.persons[person]}
            filled = len(group & held)
            asked = min(limit.least, len(group & held.union(able))) if limit.zipped else limit.least
            least, most = max(0, asked - filled), limit.most - filled
            bounds[limit.quota] = Bound(frozenset(group - held), least, most, Fraction(0))
        return bounds

    def shortlist_made(self, act: Act, body: Any) -> None:
        in_order(not self.by_lottery())
        eligible, worth = self.to_choose_from(act)
        must(self.founding.seed, "there is no seed to draw lots from")
        placed = self.placed & eligible
        same("placed", body.placed, tuple(sorted(placed)))
        same("candidates", body.candidates, tuple(sorted(placed.union(body.candidates))))
        must(eligible.issuperset(body.candidates), "a candidate did not pass, or does not stand")
        self.check_contest(self.charter.margins.ballot, body.candidates)

        chosen, bounds = set(body.candidates) - placed, self.bounds(len(body.candidates), eligible, placed, worth)
        for quota, (members, least, most, _) in bounds.items():
            must(least <= len(members & chosen) <= most, "the quota {quota} is not met", quota=quota)
        order = tuple[str, ...]()
        for limit in self.limits("candidates", len(body.candidates)):
            if limit.zipped:
                every = worths(self.charter, self.figures, self._supports(body.candidates), enough=False)
                drawn = draw(self.founding.seed, f"order/{self.plan.id}", body.candidates)
                order = zipped_list(drawn, every, {id for id in eligible if limit.group in self.persons[id]})
        same("order", body.order, order)
        weights, lots = self._weights({person: own for person, own in worth.items() if person not in placed})
        must(weights.keys() >= chosen, "a candidate has not the support that the charter asks")
        total = sum(weights[person] for person in chosen)
        same("total", body.total, total // lots)
        with_prices = priced_by({quota: price * lots for quota, price in body.prices.items()}, bounds)
        upper = ceiling(weights, len(chosen), with_prices) // lots
        same("upper", body.upper, upper)
        how = check_best(weights, len(chosen), with_prices, total)
        self.founding.figures[how] += 1
        if how == "bounded":
            self.founding.bounded.append({"unit": self.plan.id, "upper": upper, "total": body.total})
        self.stage, self.shortlist = "shortlisted", body.candidates

    def _supports(self, people: Iterable[str]) -> dict[str, tuple[int, int]]:
        return dict.fromkeys(people, (0, 0)) | {id: (own, members) for id, own, members in self.nominees}

    def _weights(self, worth: dict[str, int]) -> tuple[dict[str, int], int]:
        """Support, times the second figure, and lots: these decide between slates of equal support only."""
        drawn = draw(self.founding.seed, f"shortlist/{self.plan.id}", worth)
        lots = len(drawn) * (len(drawn) + 1) // 2 + 1
        return {person: worth[person] * lots + len(drawn) - place for place, person in enumerate(drawn)}, lots
