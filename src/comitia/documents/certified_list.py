"""The certified list: who is a delegate, unit by unit, for reading, for a spreadsheet, and for checking each name."""

import csv
import io
import json

import msgspec

from comitia.documents.imprint import Imprint, Person
from comitia.documents.language import Code
from comitia.documents.page import page
from comitia.texts import N_, Sentence, Text

TITLE = N_("Certified list of delegates: {election}")

FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")


class Opening(msgspec.Struct, frozen=True):
    """What opens a delegate's sealed part ``person``: HMAC-SHA256(salt, "person" NUL content) is the ``commitment``.

    The commitment stands in entry number ``entry``; where that entry names a table, in its row of the person, and
    ``table`` is the table's SHA-256 (empty otherwise). ``salt`` is hexadecimal.
    """

    entry: int
    commitment: str
    salt: str
    content: str
    table: str = ""


class Delegate(msgspec.Struct, frozen=True):
    """A confirmed delegate. ``opening`` is absent where the part is not to be shown, or has been erased."""

    person: Person
    opening: Opening | None = None


class Delegation(msgspec.Struct, frozen=True):
    """One unit's delegates, in the order in which they are listed, and how many of its seats stay vacant."""

    unit: str
    name: Text
    delegates: tuple[Delegate, ...]
    vacant: int = 0


class CertifiedList(msgspec.Struct, frozen=True):
    """The whole list: delegations in the charter's order, and the names of those who signed the certificate."""

    imprint: Imprint
    delegations: tuple[Delegation, ...]
    certifiers: tuple[str, ...]


def certified_html(certified: CertifiedList, first: Code) -> str:
    """The list as one HTML page in both languages, opened in ``first``."""
    title = Sentence(TITLE, {"election": certified.imprint.election})
    return page("certified_list.html", first=first, imprint=certified.imprint, title=title, certified=certified)


def certified_csv(certified: CertifiedList) -> str:
    """The list for a spreadsheet: a row for each delegate, as RFC 4180 has it.

    It begins with a byte order mark, without which Excel garbles Chinese; and a cell that a spreadsheet would run as a
    formula has an apostrophe put before it.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(["unit", "unit_en", "unit_zh", "person", "name"])
    for delegation in certified.delegations:
        for delegate in delegation.delegates:
            cells = [
                delegation.unit,
                delegation.name.en,
                delegation.name.zh,
                delegate.person.number,
                delegate.person.name,
            ]
            writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue()


def certified_json(certified: CertifiedList) -> str:
    """The list with its openings, so that a program can check each name against the record.

    An opening shows the whole sealed part, not the name alone: leave it out where the part holds more than may be
    public.
    """
    delegates = [
        {
            "unit": delegation.unit,
            "person": delegate.person.number,
            "name": delegate.person.name,
            "opening": msgspec.to_builtins(delegate.opening),
        }
        for delegation in certified.delegations
        for delegate in delegation.delegates
    ]
    imprint = certified.imprint
    head = {"election": imprint.election.en, "entry": imprint.entry, "root": imprint.root, "part": "person"}
    return json.dumps({**head, "delegates": delegates}, ensure_ascii=False, indent=1) + "\n"
