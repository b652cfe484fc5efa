"""Founding: the charter, the officers, the seed, permissions, and the seats of the units."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from comitia_verify.findings import Wrong, in_order, must, same
from comitia_verify.folder import Folder
from comitia_verify.methods.apportionment import Tied, check_seats
from comitia_verify.openings import Opening


class Act(NamedTuple):
    """Who acted, when, on which day in the charter's time zone, and what is sealed. ``entry`` is number and kind."""

    entry: str
    actor: str
    time: datetime
    day: date
    sealed: dict[str, str]

    def not_in_own_case(self, *persons: str) -> None:
        """Nobody decides on oneself."""
        must(self.actor not in persons, "this is the own case of {actor}", actor=self.actor)

    def not_by(self, others: list[str]) -> None:
        """Several people have to act, and this is somebody else than the others."""
        must(self.actor not in others, "{actor} has signed already; somebody else has to", actor=self.actor)


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Wrong("this computer does not know the time zone {zone}", zone=name) from None


@dataclass
class Founding:
    """What holds for the whole election. ``openings``: sealed papers by entry, None in a public bundle; ``figures``:
    what was checked; ``bounded``: shortlists that are not proved to be the best; ``parts``: of the units in quotas of
    the whole; ``due_next``: kind, unit, time and actor of the entry that has to follow in the same act."""

    charter: Any
    folder: Folder
    openings: dict[int, Opening] | None
    officers: set[tuple[str, str, str]]
    seed: str = ""
    seats: dict[str, int] = field(default_factory=dict)
    tied: Tied = field(default_factory=dict)
    apportioned_by: str = ""
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    permissions: dict[tuple[str, str], tuple[str, list[str]]] = field(default_factory=dict)
    extended: dict[tuple[str, str], date] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)
    bounded: list[dict[str, object]] = field(default_factory=list)
    due_next: tuple[str, str, datetime, str] | None = None

    def holds(self, officer: str, role: str, scope: str = "") -> bool:
        """Whether the officer has the role there, or for the whole election."""
        return any((officer, role, each) in self.officers for each in ("", scope))

    def in_window(self, unit: str, stage: str, act: Act, late: bool = False) -> None:
        """The act is within the window of the stage in the unit."""
        window = next(window for window in self.charter.calendar.windows if window.stage == stage)
        opens, closes = window.opens, self.extended.get((unit, stage), window.closes)
        good = opens <= act.day and (late or act.day <= closes)
        must(good, "{stage} is open from {opens} to {closes}", stage=stage, opens=opens, closes=closes)

    def opened(self, act: Act, part: str) -> str | None:
        """What the entry sealed, in a bundle that opens it. Such a bundle opens it in every entry."""
        if self.openings is None or part not in act.sealed:
            return None
        opening = self.openings.pop(int(act.entry.split()[0]), None)
        if opening is None or not opening.fits(act.sealed[part]):
            raise Wrong("the papers are not opened, or are not those that were sealed")
        return opening.content

    def officer_appointed(self, act: Act, body: Any) -> None:
        units = {unit.id for unit in self.charter.units}
        bodies = {each.id for each in self.charter.vetting.bodies}
        scopes = {"secretary": units, "scrutineer": units, "vetter": bodies, "filer": {body.scope}}
        must(body.scope in {"", *scopes.get(body.role, ())}, "nobody can be {role} for {scope}", **vars(body))
        self.officers.add((body.officer, body.role, body.scope))

    def officer_dismissed(self, act: Act, body: Any) -> None:
        must((body.officer, body.role, body.scope) in self.officers, "{officer} was not {role}", **vars(body))
        self.officers.remove((body.officer, body.role, body.scope))
        must(any(role == "returning_officer" for _, role, _ in self.officers), "nobody is returning officer any more")

    def seed_recorded(self, act: Act, body: Any) -> None:
        in_order(not self.seed)
        plain = body.seed.strip() and body.seed.isascii() and body.seed.isprintable() and body.source.strip()
        must(plain, "the seed is not a line of plain text with its source")
        self.seed = body.seed

    def margin_permitted(self, act: Act, body: Any) -> None:
        authority, signed = self.permissions.setdefault((body.unit, body.node), (body.authority, []))
        same("authority", body.authority, authority)
        act.not_by(signed)
        signed.append(act.actor)

    def window_extended(self, act: Act, body: Any) -> None:
        closes = {window.stage: window.closes for window in self.charter.calendar.windows}
        now = self.extended.get((body.unit, body.stage), closes.get(body.stage))
        must(now and now < body.closes <= closes["certify"], "{stage} cannot be extended to {closes}", **vars(body))
        self.extended[body.unit, body.stage] = body.closes

    def seats_apportioned(self, act: Act, body: Any) -> None:
        in_order(not self.seats)
        self.tied = check_seats(self.charter, body, self.seed)
        self.seats, self.apportioned_by = body.seats, act.actor
        for quota in (quota for quota in self.charter.quotas if quota.apportioned):
            self.parts[quota.id] = {unit: own[quota.group] for unit, own in body.cells.seats.items()}

    def seats_decided(self, act: Act, body: Any) -> None:
        in_order(body.part in self.tied)
        act.not_by([self.apportioned_by])
        units, seats = self.tied.pop(body.part)
        good = set(body.units) <= set(units) and len(body.units) == seats and body.authority.strip()
        must(
            good, "the decision does not name as many of the tied units as there are seats, or nothing that it rests on"
        )
        for unit in body.units:
            self.seats[unit] += 1
