"""Retention: how long papers and personal data are kept, and that they are erased only then.

The record itself is never erased. What goes is the content of sealed parts; their commitments stay, and the record
verifies as before. Ballot papers and records are kept for a year where the law of unions asks it (29 CFR 452.106); a
note that they were destroyed does not replace them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal

from comitia.charter.model import Retention
from comitia.record.entry import Draft, Entry, Event
from comitia.rules import rule
from comitia.stages.intent import Act, Intent
from comitia.stages.nominate import NomineesEntered
from comitia.tables.archive import Archive
from comitia.texts import N_, Sentence

What = Literal["papers", "personal"]

NAMES: dict[What, str] = {"papers": N_("ballot papers"), "personal": N_("personal data")}

# --- entries ---------------------------------------------------------------------------------------------------------


class SealedErased(Event, frozen=True, tag="sealed.erased"):
    """From now on the sealed ballot papers, or all other sealed parts (names, grounds, replies), are gone."""

    what: What


# --- intents ---------------------------------------------------------------------------------------------------------


class Erase(Intent, frozen=True, tag="sealed.erase"):
    """Erase the sealed ballot papers, or all other sealed parts."""

    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)

    what: What


# --- rules and decisions ---------------------------------------------------------------------------------------------

KEPT = rule(
    "retention.kept",
    says=N_("Papers and personal data are kept for the charter's time after certification, and erased only then."),
    refusal=N_("{what} are kept until {until}, that day included; today is {today}"),
    cure=N_("erase them after {until}"),
    sources=("US-106", "UK-51"),
)
CERTIFIED = rule(
    "retention.certified",
    says=N_("Nothing is erased before the election is certified."),
    refusal=N_("the election is not certified"),
    cure=N_("keep everything until it is"),
    sources=("US-106",),
)


def decide(intent: Erase, act: Act, plan: Retention, certified_on: date | None) -> list[Draft]:
    if certified_on is None:
        raise CERTIFIED.broken()
    days = plan.papers_days if intent.what == "papers" else plan.personal_days
    until = certified_on + timedelta(days=days)
    if act.today <= until:
        what = Sentence(NAMES[intent.what])
        raise KEPT.broken(what=what, until=until.isoformat(), today=act.today.isoformat())
    return [Draft(SealedErased(intent.what))]


def commitments(what: What, history: Iterable[tuple[Entry, Event]], archive: Archive) -> Iterator[str]:
    """The commitments on the record to the papers, or to all other sealed parts."""
    for entry, event in history:
        yield from (sealed for part, sealed in entry.sealed.items() if (part == "papers") == (what == "papers"))
        if isinstance(event, NomineesEntered) and what == "personal":
            yield from (str(row[2]) for row in archive.rows(event.persons))
