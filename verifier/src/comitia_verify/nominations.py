"""Nominations of one unit: the register, the nominees, the returns, and their roll-up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import ceil
from typing import Any

from comitia_verify.findings import in_order, must, same
from comitia_verify.founding import Act, Founding
from comitia_verify.methods.margin import least
from comitia_verify.methods.quotas import Limit, limits, reserving
from comitia_verify.methods.rollup import Filing, Organisation, RollUp, imported, read_register, roll_up, single


@dataclass
class Nominations:
    """``plan`` is the unit of the charter; ``stage``: nominations, vetting, vetted, shortlisted, voting; ``persons``
    have their groups with them; ``upheld``: whom an objection took off the lists; ``closed``: the rounds, as they were
    closed, ``filings`` those of the last."""

    plan: Any
    founding: Founding
    stage: str = "nominations"
    register: Any = None
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    withdrawing: dict[str, list[str]] = field(default_factory=dict)
    upheld: set[str] = field(default_factory=set)
    round: str = ""
    closed: list[Any] = field(default_factory=list)
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

    @property
    def off(self) -> set[str]:
        """Who has left the unit's lists."""
        return self.withdrawn | self.upheld

    def permitted(self, node: str = "") -> bool:
        """Whether the unit, or a node, may go without contest: two people have recorded the permission."""
        return len(self.founding.permissions.get((self.plan.id, node), ("", []))[1]) >= 2

    def all_closed(self) -> bool:
        return not self.round and len(self.closed) == len(self.charter.nomination.rounds)

    def _place(self, number: int) -> int:
        """The level that holds a round, 0 for the primary organisations."""
        levels = [level.id for level in self.charter.levels]
        return levels.index(self.charter.nomination.rounds[number].level or levels[0])

    def standing(self) -> set[str]:
        """The list of the last round and those placed, less those who withdrew."""
        return ({person for person, _, _ in self.nominees} | self.placed) - self.withdrawn

    def register_adopted(self, act: Act, body: Any) -> None:
        in_order(not self.round and not self.closed)
        self.founding.folder.check_table(body.organisations)
        register = self._read_register(body.organisations)
        members = [own.members for own in register.values() if own.level == 0]
        must(members, "there are no primary organisations")
        same("primary, members", (body.primary, body.members), (len(members), sum(members)))
        self.register = body.organisations

    def _read_register(self, table: Any) -> dict[str, Organisation]:
        deliberating = {self._place(number) for number in range(len(self.charter.nomination.rounds))} - {0}
        levels = [level.id for level in self.charter.levels]
        return read_register(self.founding.folder, table, self.plan.id, levels, deliberating)

    def nominee_entered(self, act: Act, body: Any) -> None:
        known = {group.id for group in self.charter.groups}
        in_order(self.stage == "nominations")
        good = body.person not in self.persons and known.issuperset(body.groups)
        good = good and len(reserving(self.charter, self.plan).intersection(body.groups)) <= 1
        good = good and list(body.groups) == sorted(set(body.groups))
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
        signed = self.withdrawing.setdefault(body.person, [])
        act.not_by(signed)
        signed.append(act.actor)
        same("missing", body.missing, self.charter.nomination.withdrawal_signatures - len(signed))
        if not body.missing:
            self.withdrawn.add(body.person)

    def round_opened(self, act: Act, body: Any) -> None:
        rounds = [plan.id for plan in self.charter.nomination.rounds]
        in_order(self.register and not self.round and [body.round] == rounds[len(self.closed) :][:1])
        self.round, self.filings = body.round, []
        self._last_day(body.round, act)
        place = self._place(len(self.closed))
        if place:
            self._check_lists(self._former(place), self.charter.levels[place])

    def _last_day(self, id: str, act: Act | None = None) -> date:
        """The last day of the open round, on one of whose days the act is."""
        in_order(id == (self.round or (self.closed[-1].round if self.closed and not act else "")))
        plan = next(plan for plan in self.charter.nomination.rounds if plan.id == id)
        closes: date = max(plan.closes, self.founding.extended.get((self.plan.id, "nominate"), plan.closes))
        good = act is None or plan.opens <= act.day <= closes
        must(good, "{stage} is open from {opens} to {closes}", stage=id, opens=plan.opens, closes=closes)
        return closes

    def return_filed(self, act: Act, body: Any) -> None:
        self._last_day(body.round, act)
        self.filings.append(Filing(act.entry, "reason" in act.sealed, partial(single, body)))

    def returns_imported(self, act: Act, body: Any) -> None:
        self._last_day(body.round, act)
        self.founding.folder.check_table(body.returns)
        self.founding.folder.check_table(body.support)
        self.filings.append(Filing(act.entry, "reason" in act.sealed, partial(imported, self.founding.folder, body)))

    def _former(self, place: int) -> Any:
        """The round whose lists one above the primary organisations goes by: the last of its level or below."""
        return [closed for number, closed in enumerate(self.closed) if self._place(number) <= place][-1]

    def rolled_up(self) -> RollUp:
        """The returns of the open round, checked and rolled up."""
        levels = [
            (one.id, None if one.list is None else max(ceil(one.list * self.seats), least(one, self.seats)))
            for one in self.charter.levels
        ]
        place, came_up = self._place(len(self.closed)), {("", person) for person in self.placed}
        if place:
            rows = self.founding.folder.rows_of(self._former(place).lists, 2)
            came_up |= {(node, person) for node, person, _, _ in rows}
        register, rank_by = self._read_register(self.register), self.charter.nomination.rank_by
        return roll_up(register, self.plan.id, self.filings, self.persons, levels, rank_by, place, self.off, came_up)

    def _check_lists(self, closed: Any, *only: Any) -> None:
        """The lists of a closed round have the margin of their levels, those who have left them not counted."""
        fewest = {level.id: least(level, self.seats) for level in only or self.charter.levels if level.margin}
        if fewest and not self.permitted():
            lists = self.founding.folder.rows_of(closed.lists, 2)
            listed = Counter(node for node, person, *_ in lists if person not in self.off)
            for node, level, *_ in self.founding.folder.rows_of(closed.nodes, 1):
                enough = listed[node] >= fewest.get(level, 0) or self.permitted(node)
                must(enough, "the list of {node} is shorter than its level's margin asks", node=node)

    def round_closed(self, act: Act, body: Any) -> None:
        closes, again = self._last_day(body.round), not self.round
        if again:  # somebody has left the lists since, and nothing has opened
            rows = self.founding.folder.rows_of(self.closed.pop().lists, 2)
            in_order(self.stage == "nominations" and any(person in self.off for _, person, _, _ in rows))
        result = self.rolled_up()
        self.founding.folder.same_table("nodes", body.nodes, result.nodes)
        self.founding.folder.same_table("lists", body.lists, result.lists)
        figures = (body.organisations, body.returned, body.members, body.participants)
        same("organisations, returned, members, participants", figures, result.figures)
        same("nominees", body.nominees, result.nominees)
        over = act.day > closes or body.returned == body.organisations or again
        must(over, "it was closed early: it runs until {until}", until=closes)
        self._check_lists(body)
        self.round, self.nominees, self.figures = "", result.nominees, result.figures
        self.closed.append(body)
        if not again:
            self.founding.figures.update(rounds=1, organisations=body.organisations, returned=body.returned)
