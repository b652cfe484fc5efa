"""Explain: why something is as it is, from the record alone; each sentence names the entry that it rests on."""

from collections.abc import Sequence

from comitia.election import Election, event_of
from comitia.explain.person import Line, explain_person
from comitia.explain.told import TELLINGS, told
from comitia.explain.unit import explain_unit
from comitia.record.entry import Entry
from comitia.rules import CATALOGUE, rule
from comitia.tables.archive import Archive
from comitia.texts import N_, Sentence

UNKNOWN = rule(
    "explain.unknown",
    says=N_("What is explained is an entry, a unit, or a person entered in a unit."),
    refusal=N_("the record knows no unit, person or entry {what}"),
    cure=N_("name a unit or a person by the id, or an entry by its number, from 0 to {last}"),
)


def explain(what: str, election: Election, entries: Sequence[Entry], archive: Archive) -> tuple[Line, ...]:
    """Explain a unit, else a person, else an entry. Raises RuleBroken ``explain.unknown``."""
    if what in {unit.id for unit in election.charter.units}:
        return explain_unit(what, election, entries)
    if lines := explain_person(what, election, entries, archive):
        return lines
    if what.isascii() and what.isdecimal() and int(what[:16]) < len(entries):
        return explain_entry(int(what), election, entries)
    raise UNKNOWN.broken(what=what, last=len(entries) - 1)


def explain_entry(number: int, election: Election, entries: Sequence[Entry]) -> tuple[Line, ...]:
    """An entry: what it is, by whom and when, its sealed parts, the rules that were asked, and how to get a receipt.

    Raises RuleBroken ``explain.unknown``.
    """
    if not 0 <= number < len(entries):
        raise UNKNOWN.broken(what=str(number), last=len(entries) - 1)
    entry = entries[number]
    event = event_of(entry)
    origin = Sentence(
        N_("Entry {number} of {size} ({kind}), by {actor} at {time}."),
        {"number": number, "size": len(entries), "kind": entry.kind, "actor": entry.actor, "time": entry.time},
    )
    sentences = [origin, told(event, election.charter)]
    if entry.sealed:
        what = N_("Its sealed parts can be shown or erased one by one: {parts}.")
        sentences.append(Sentence(what, {"parts": ", ".join(entry.sealed)}))
    for id in TELLINGS[type(event)].rules:
        sentences.append(Sentence(N_("Rule {rule}: {says}"), {"rule": id, "says": Sentence(CATALOGUE[id].says)}))
    what = N_("Its receipt, which proves that it is on the record: `comitia record receipt {number}`.")
    return tuple(Line(number, sentence) for sentence in (*sentences, Sentence(what, {"number": number})))
