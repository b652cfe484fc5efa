"""The count sheet of one poll: what was handed out and came back, what each candidate got, and what follows from it."""

from datetime import date
from typing import Literal

import msgspec

from comitia.documents.imprint import Imprint, Person
from comitia.documents.language import Code
from comitia.documents.page import page
from comitia.rules import Rule
from comitia.texts import N_, Sentence, Text

TITLE = N_("Count sheet: {unit}, vote {round}")

KINDS = {
    "first": N_("first vote"),
    "tie": N_("new vote among the tied"),
    "second": N_("vote for the places still open"),
}
BASES = {
    "due": N_("the electors due to attend"),
    "present": N_("the electors present"),
    "valid": N_("the valid papers"),
}
RESULTS = {"elected": N_("elected"), "tied": N_("tied"), "not-elected": N_("not elected")}


class Line(msgspec.Struct, frozen=True):
    """One candidate: papers that approve, are against, abstain, and what the rules make of it."""

    candidate: Person
    approve: int
    against: int
    abstain: int
    result: Literal["elected", "tied", "not-elected"]


class CountSheet(msgspec.Struct, frozen=True):
    """One vote of one unit. ``lines`` in the order of the paper; ``invalid`` counts papers by the rule that voids them.

    ``needed`` is the least number of approvals that elects (0: the most votes elect), taken of ``base``. The
    ``tied_places`` go to a further vote (or a lot) among the tied; ``open`` places found nobody.
    """

    imprint: Imprint
    unit: Text
    day: date
    round: int
    kind: Literal["first", "tie", "second"]
    places: int
    due: int
    present: int
    issued: int
    returned: int
    valid: int
    blank: int
    invalid: tuple[tuple[Rule, int], ...]
    base: Literal["due", "present", "valid"]
    needed: int
    lines: tuple[Line, ...]
    tied_places: int
    open: int
    scrutineers: tuple[str, ...]


def count_sheet_html(sheet: CountSheet, first: Code) -> str:
    """The count sheet as one HTML page in both languages, opened in ``first``."""
    title = Sentence(TITLE, {"unit": sheet.unit, "round": sheet.round})
    return page(
        "count_sheet.html",
        first=first,
        imprint=sheet.imprint,
        title=title,
        sheet=sheet,
        kind=KINDS[sheet.kind],
        base=BASES[sheet.base],
        results=RESULTS,
    )
