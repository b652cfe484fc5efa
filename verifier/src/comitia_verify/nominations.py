"""Nominations of one unit: the register, the nominees, the returns, and their roll-up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import ceil
from typing import Any

from comitia_verify.findings import in_order, must, same
from comitia_verify.founding import Act, Founding
from comitia_verify.methods.rollup import Filing, RollUp, imported, read_register, roll_up, single
from comitia_verify.plan import Limit, limits, reserving


@dataclass
class Nominations:
    """``plan`` is the unit of the charter; ``stage``: nominations, vetting, vetted, shortlisted, voting; ``persons``
    have their groups with them."""

    plan: Any
    founding: Founding
    stage: str = "nominations"
    register: Any = None
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    round: str = ""
    rounds_closed: int = 0
    filings: list[Filing] = field(default_factory=list)
    nominees: tuple[tuple[str, int, int], ...] = ()
    figures: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def charter(self) -> Any:
        return self.founding.charter

    @property
    def seats(self) -> int:
        return self.founding.seats[self.plan.id]

    def limits(self, of: str, places: int) -> Iterator[Limit]:
        """The quotas that bind the unit's candidates, or those it elects, in whole places."""
        return limits(self.charter, self.plan, self.seats, self.founding.parts, of, places)

    def permitted(self) -> bool:
        """Whether the unit may go without contest: two people have recorded the permission."""
        return len(self.founding.permissions.get(self.plan.id, ("", []))[1]) >= 2

    def all_closed(self) -> bool:
        return self.rounds_closed == len(self.charter.nomination.rounds)

    def standing(self) -> set[str]:
        """The list of the last round and those placed, less those who withdrew."""
        return ({person for person, _, _ in self.nominees} | self.placed) - self.withdrawn

    def register_adopted(self, act: Act, body: Any) -> None:
        in_order(not self.round and not self.rounds_closed)
        self.founding.folder.check_table(body.organisations)
        levels = [level.id for level in self.charter.levels]
        register = read_register(self.founding.folder, body.organisations, self.plan.id, levels)
        members = [own.members for own in register.values() if own.level == 0]
        must(members, "there are no primary organisations")
        same("primary, members", (body.primary, body.members), (len(members), sum(members)))
        self.register = body.organisations

    def nominee_entered(self, act: Act, body: Any) -> None:
        known = {group.id for group in self.charter.groups}
        in_order(self.stage == "nominations")
        good = body.person not in self.persons and known.issuperset(body.groups)
        good = (
            good
            and len(reserving(self.charter, self.plan).intersection(body.groups)) <= 1
            and list(body.groups) == sorted(set(body.groups))
        )
        must(good, "{person} was entered already, or cannot be in all these groups", person=body.person)
        self.persons[body.person] = body.groups

    def nominees_entered(self, act: Act, body: Any) -> None:
        self.founding.folder.check_table(body.persons)
        for person, groups, _ in self.founding.folder.rows_of(body.persons, 1):
            body.person, body.groups = person, tuple(groups.split())
            self.nominee_entered(act, body)

    def nominee_placed(self, act: Act, body: Any) -> None:
        self.nominee_entered(act, body)
        self.placed.add(body.person)

    def nominee_withdrawn(self, act: Act, body: Any) -> None:
        in_order(body.person in self.persons.keys() - self.withdrawn and self.stage != "voting")
        self.withdrawn.add(body.person)

    def round_opened(self, act: Act, body: Any) -> None:
        rounds = [plan.id for plan in self.charter.nomination.rounds]
        in_order(self.register and not self.round and [body.round] == rounds[self.rounds_closed :][:1])
        self.round, self.filings = body.round, []
        self._last_day(body.round, act)

    def _last_day(self, id: str, act: Act | None = None) -> date:
        """The last day of the open round, on one of whose days the act is."""
        in_order(id == self.round)
        plan = next(plan for plan in self.charter.nomination.rounds if plan.id == id)
        closes: date = max(plan.closes, self.founding.extended.get((self.plan.id, "nominate"), plan.closes))
        good = act is None or plan.opens <= act.day <= closes
        must(good, "{stage} is open from {opens} to {closes}", stage=id, opens=plan.opens, closes=closes)
        return closes

    def return_filed(self, act: Act, body: Any) -> None:
        self._last_day(body.round, act)
        self.filings.append(Filing(act.entry, partial(single, body)))

    def returns_imported(self, act: Act, body: Any) -> None:
        self._last_day(body.round, act)
        self.founding.folder.check_table(body.returns)
        self.founding.folder.check_table(body.support)
        self.filings.append(Filing(act.entry, partial(imported, self.founding.folder, body)))

    def rolled_up(self) -> RollUp:
        """The returns of the open round, checked and rolled up."""
        levels = [(one.id, None if one.list is None else ceil(one.list * self.seats)) for one in self.charter.levels]
        register = read_register(self.founding.folder, self.register, self.plan.id, [level for level, _ in levels])
        rank_by = self.charter.nomination.rank_by
        return roll_up(register, self.plan.id, self.filings, self.persons, levels, rank_by)

    def round_closed(self, act: Act, body: Any) -> None:
        closes, result = self._last_day(body.round), self.rolled_up()
        self.founding.folder.same_table("nodes", body.nodes, result.nodes)
        self.founding.folder.same_table("lists", body.lists, result.lists)
        figures = (body.organisations, body.returned, body.members, body.participants)
        same("organisations, returned, members, participants", figures, result.figures)
        same("nominees", body.nominees, result.nominees)
        over = act.day > closes or body.returned == body.organisations
        must(over, "it was closed early: it runs until {until}", until=closes)
        self.round, self.filings, self.nominees, self.figures = "", [], result.nominees, result.figures
        self.rounds_closed += 1
        self.founding.figures.update(rounds=1, organisations=body.organisations, returned=body.returned)
