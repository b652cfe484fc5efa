"""The whole election, entry by entry: who may write it, when, and what its stage makes of it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import pairwise
from math import ceil
from typing import Any

from comitia_verify import plan
from comitia_verify.count import Unit
from comitia_verify.findings import Wrong, in_order, must, same
from comitia_verify.folder import Folder
from comitia_verify.founding import Act, Founding, zone
from comitia_verify.methods.quotas import holds
from comitia_verify.methods.split import check_split
from comitia_verify.openings import Opening
from comitia_verify.shapes import KINDS, canonical, read, struct

OF_ALL = ("margin.permitted", "window.extended")  # they name a unit, and may come before it has seats


@dataclass
class Election(Founding):
    """``size``: how many entries there were; ``last``: when the last was made; ``split_among``: who stood in each unit
    when a quota was split."""

    last: datetime = datetime.min
    size: int = 1
    rehearsal: bool = False
    units: dict[str, Unit] = field(default_factory=dict)
    split_among: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    signed_by: list[str] = field(default_factory=list)
    certified_on: date | None = None

    def apply(self, leaf: bytes) -> None:
        """Check one more entry against everything before it, and move on. Raises Wrong, naming the entry."""
        entry, body = parse(leaf, self.size)
        try:
            self._apply(entry, body)
        except Wrong as wrong:
            wrong.entry = wrong.entry or entry.named
            raise
        self.size += 1

    def _apply(self, entry: Any, body: Any) -> None:
        kind, id = KINDS[entry.kind], getattr(body, "unit", "")
        in_order(self.certified_on is None or entry.kind == "sealed.erased")
        in_order(self.due_next in (None, (entry.kind, id, entry.time, entry.actor)))
        must(entry.time >= self.last, "time goes back: the entry before is of {last}", last=self.last)
        self.due_next, self.last = None, entry.time
        day = entry.time.astimezone(zone(self.charter.calendar.zone)).date()
        act = Act(entry.named, entry.actor, entry.time, day, entry.sealed)
        must(not id or id in self.units, "the charter has no unit {unit}", unit=id)
        of_all = not id or entry.kind in OF_ALL
        in_order(of_all or (self.seats and not self.tied))
        self._check_role(kind.roles, act, id, body)
        if kind.stage:
            self.in_window(id, kind.stage, act, kind.late)
        getattr(self if of_all else self.units[id], re.sub("[.-]", "_", entry.kind))(act, body)

    def _check_role(self, roles: list[str], act: Act, unit: str, body: Any) -> None:
        """The actor holds one of the roles there."""
        bodies = [each.id for each in self.charter.vetting.bodies]  # the stage asks whose questions a vetter may answer
        scopes = {
            "secretary": [unit],
            "scrutineer": [unit],
            "filer": [getattr(body, "organisation", "")],
            "vetter": bodies,
        }
        held = any(self.holds(act.actor, role, scope) for role in roles for scope in ("", *scopes.get(role, ())))
        must(held, "{actor} held no role for this act: {roles}", actor=act.actor, roles=" / ".join(roles))

    def quota_split(self, act: Act, body: Any) -> None:
        wholes = {quota.id: quota for quota in self.charter.quotas if quota.whole is not None}
        in_order(body.quota in wholes and self.seats and self.seed)
        quota = wholes[body.quota]
        units = [unit for unit in self.units.values() if holds(quota, unit.plan, unit.seats)]
        in_order(all(unit.stage == "vetted" for unit in units))
        standing = {unit.plan.id: unit.still(unit.passed) for unit in units}
        in_order(self.split_among.get(body.quota) != standing)
        seats = {id: self.seats[id] for id in standing}
        able = {id: sum(quota.group in self.units[id].persons[one] for one in some) for id, some in standing.items()}
        check_split(body, ceil(quota.whole * self.charter.seats.total), seats, able, self.seed)
        self.parts[body.quota], self.split_among[body.quota] = body.parts, standing

    def certificate_signed(self, act: Act, body: Any) -> None:
        for id, unit in self.units.items():
            must(unit.confirmed is not None, "the credentials of {unit} are not reviewed", unit=id)
        act.not_by(self.signed_by)
        self.in_window("", "certify", act, late=True)
        self._check_delegates(body.delegates)
        self.signed_by.append(act.actor)
        if len(self.signed_by) == self.charter.certifiers:
            self.due_next = ("election.certified", "", act.time, act.actor)

    def election_certified(self, act: Act, body: Any) -> None:
        in_order(len(self.signed_by) == self.charter.certifiers)
        self._check_delegates(body.delegates)
        seats = self.charter.seats.total
        same("seats, vacant", (body.seats, body.vacant), (seats, seats - body.delegates.rows))
        self.certified_on = act.day

    def sealed_erased(self, act: Act, body: Any) -> None:
        kept = self.charter.retention
        days = timedelta(kept.papers_days if body.what == "papers" else kept.personal_days)
        over = self.certified_on and act.day > self.certified_on + days
        must(over, "what is sealed was erased before the time for which it is kept was over")

    def _check_delegates(self, table: Any) -> None:
        rows = sorted((id, person) for id, unit in self.units.items() for person in unit.confirmed or ())
        self.folder.same_table("delegates", table, rows)

    def finish(self) -> None:
        """Nothing is left half done, and every file and every return is accounted for. Raises Wrong."""
        for index in self.openings or ():
            raise Wrong("the papers of entry {entry} are opened, and were never sealed", entry=index)
        if self.due_next:
            raise Wrong("the record ends within an act: after entry {entry} another had to follow", entry=self.size - 1)
        for unit in self.units.values():
            if unit.round:
                unit.rolled_up()
        registers = [self.folder.rows_of(unit.register, 1) for unit in self.units.values() if unit.register]
        for one, other in pairwise(merge(*registers)):
            must(one[0] != other[0], "the organisation {organisation} is in two units", organisation=one[0])
        self.folder.nothing_else()


def parse(leaf: bytes, index: int) -> tuple[Any, Any]:
    """An entry, ``named`` by its number and kind, and its body, as the grammar has them. Raises Wrong."""
    named = str(index)
    try:
        value = canonical(leaf)
        named += f" ({value['kind']!s:.40})" if isinstance(value, dict) and "kind" in value else ""
        entry = read("entry", value, "entry")
        must(entry.kind in KINDS, "this program knows no entries of the kind {kind}", kind=entry.kind)
        kind, entry.named = KINDS[entry.kind], named
        good = kind.needed <= entry.sealed.keys() <= kind.sealed
        must(good, "the entry seals a part that its kind does not have, or lacks one")
        return entry, struct(kind.body, entry.body, "body")
    except Wrong as wrong:
        wrong.entry = named
        raise


def found(leaf: bytes, folder: Folder, openings: dict[int, Opening] | None) -> Election:
    """The election after its first entry; who wrote that is the returning officer. Raises Wrong."""
    entry, body = parse(leaf, 0)
    try:
        in_order(entry.kind == "election.founded")
        plan.check(body.charter)
        zone(body.charter.calendar.zone)
    except Wrong as wrong:
        wrong.entry = entry.named
        raise
    officers = {(entry.actor, "returning_officer", "")}
    election = Election(body.charter, folder, openings, officers, last=entry.time, rehearsal=bool(body.rehearsal))
    election.units = {unit.id: Unit(unit, election) for unit in body.charter.units}
    return election
