"""The history of an organisation's returns: every filing with its time and officer, and which of them counts."""

from collections.abc import Iterator, Sequence

import msgspec

from comitia.election import event_of
from comitia.record.entry import Entry
from comitia.register.filings import Filed, Imported, filing_of
from comitia.rules import rule
from comitia.stages.nominate import ReturnFiled, ReturnsImported
from comitia.tables.archive import Archive
from comitia.texts import N_

NO_RETURN = rule(
    "explain.return",
    says=N_("A return is shown of an organisation that has filed one."),
    refusal=N_("no organisation {organisation} has filed a return"),
    cure=N_("look at who has not filed with `comitia round missing UNIT`"),
)


class Filing(msgspec.Struct, frozen=True):
    """One return of an organisation, and the ``number`` of its entry.

    ``counts``: no later one of the same round has corrected it. ``reason``: the commitment to why it corrects an
    earlier one, empty where nothing was stated; ``imported``: it came with those of others.
    """

    number: int
    time: str
    officer: str
    unit: str
    round: str
    filed: Filed
    counts: bool
    reason: str
    imported: bool


def history(organisation: str, entries: Sequence[Entry], archive: Archive) -> tuple[Filing, ...]:
    """Every return of an organisation, in the record's order. Raises RuleBroken ``explain.return``."""
    found = [*_filings(organisation, entries, archive)]
    if not found:
        raise NO_RETURN.broken(organisation=organisation)
    last = {(filing.unit, filing.round): filing.number for filing in found}
    return tuple(
        msgspec.structs.replace(filing, counts=last[filing.unit, filing.round] == filing.number) for filing in found
    )


def _filings(organisation: str, entries: Sequence[Entry], archive: Archive) -> Iterator[Filing]:
    for number, entry in enumerate(entries):
        event, filed = event_of(entry), None
        match event:
            case ReturnFiled() if event.organisation == organisation:
                filed = Filed(organisation, event.participants, event.support)
            case ReturnsImported():
                filed = filing_of(archive, Imported(event.returns, event.support), organisation)
        if filed and isinstance(event, ReturnFiled | ReturnsImported):
            yield Filing(
                number,
                entry.time,
                entry.actor,
                event.unit,
                event.round,
                filed,
                False,
                entry.sealed.get("reason", ""),
                isinstance(event, ReturnsImported),
            )
