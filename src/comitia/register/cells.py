"""The cells of one column: nothing hidden, nothing that a spreadsheet would run, ids and numbers in ordinary digits."""

import re
import unicodedata
from typing import Literal

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from comitia.register.workbook import FORMULA
from comitia.rules import Fault, Rule, rule
from comitia.tables.canonical import ID, LARGEST
from comitia.texts import N_, Parameter

CONTROL = rule(
    "sheet.control",
    says=N_("Cells hold no control characters, none without a width, and none that turns the direction of the text."),
    refusal=N_("the cell holds the character {character}, which cannot be seen"),
    cure=N_("type the cell again"),
)
LONG = rule(
    "sheet.long",
    says=N_("A cell is not longer than the limit."),
    refusal=N_("the cell has {length} characters, and may have {limit}"),
    cure=N_("shorten it"),
)
BLANK = rule(
    "sheet.blank",
    says=N_("Cells of a column that is needed are filled."),
    refusal=N_("the cell of the column {column} is empty"),
    cure=N_("fill it, or delete the row"),
)
BAD_ID = rule(
    "sheet.id",
    says=N_("An id has 1 to 64 letters from a to z, digits, dots, hyphens and underscores, a letter or digit first."),
    refusal=N_("{value} is not an id"),
    cure=N_("write it with such letters, digits and signs only"),
)
BAD_NUMBER = rule(
    "sheet.number",
    says=N_("A number is whole and not negative, and below 9007199254740992."),
    refusal=N_("{value} is not a whole number from 0 on"),
    cure=N_("write it with the digits 0 to 9 only"),
)
FULL_WIDTH = rule(
    "sheet.full-width",
    says=N_("Ids and numbers are written with ordinary letters and digits, not with full-width ones."),
    refusal=N_("{value} is written with full-width letters or digits"),
    cure=N_("write {plain}"),
)

HIDDEN = "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]"
RUNNABLE = "^(\t|\\s*[=+\\-@])"
NUMBER = r"[0-9]{1,16}(\.0+)?"


class Column(msgspec.Struct, frozen=True):
    """A column that is asked for: its name in tables, other headers that mean it, what its cells are, and whether these
    (and the column itself) may be absent."""

    name: str
    also: tuple[str, ...] = ()
    kind: Literal["id", "number", "text"] = "text"
    optional: bool = False


class Place(msgspec.Struct, frozen=True):
    """Where the cells of a column stand: the file, the column from 1, the row of each cell, and faults known so far."""

    file: str
    column: int
    rows: pa.Array
    faults: list[Fault]

    def check(self, rule: Rule, cells: pa.Array, good: pa.Array, **limits: str | int) -> None:
        """Add a fault for each cell that is not good and has none yet."""
        bad = pc.invert(good)
        known = {fault.row for fault in self.faults if fault.column == self.column}
        for row, value in zip(self.rows.filter(bad).to_pylist(), cells.filter(bad).to_pylist(), strict=True):
            if row not in known:
                rule_met, parameters = _diagnosis(rule, value)
                self.faults.append(Fault(rule_met, {**parameters, **limits}, self.file, row, self.column))


def _diagnosis(rule: Rule, value: str) -> tuple[Rule, dict[str, Parameter]]:
    """The rule that helps most, and what the texts of all these rules name."""
    plain = unicodedata.normalize("NFKC", value)
    if rule in (BAD_ID, BAD_NUMBER) and plain != value and re.fullmatch(ID if rule is BAD_ID else NUMBER, plain):
        rule = FULL_WIDTH
    hidden = re.search(HIDDEN, value)
    character = f"U+{ord(hidden.group()):04X}" if hidden else ""
    return rule, {"value": value[:80], "plain": plain[:80], "length": len(value), "character": character}


def clean(cells: pa.Array, column: Column, place: Place, longest: int) -> pa.Array:
    """The cells in NFC without blanks around them; numbers as integers, blank ones null. Faults go to ``place``."""
    place.check(LONG, cells, pc.less_equal(pc.utf8_length(cells), longest), limit=longest)
    place.check(FORMULA, cells, pc.invert(pc.match_substring_regex(cells, RUNNABLE)))
    cells = pc.utf8_trim_whitespace(pc.utf8_normalize(cells, "NFC"))
    place.check(CONTROL, cells, pc.invert(pc.match_substring_regex(cells, HIDDEN)))
    filled = pc.not_equal(cells, "")
    if not column.optional:
        place.check(BLANK, cells, filled, column=column.name)
    if column.kind == "text":
        return cells
    if column.kind == "id":
        good = pc.match_substring_regex(cells, f"^({ID})$")
        place.check(BAD_ID, cells, pc.or_(good, pc.invert(filled)))
        # what was probably meant, so that a row with a fault in its id still stands beside the others of its id
        return pc.replace_substring_regex(pc.utf8_normalize(cells, "NFKC"), r"\s+", "")
    good = pc.match_substring_regex(cells, f"^({NUMBER})$")
    digits = pc.if_else(good, pc.replace_substring_regex(cells, r"\.0+$", ""), None)
    numbers = digits.cast(pa.int64())
    place.check(BAD_NUMBER, cells, pc.or_(pc.invert(filled), pc.fill_null(pc.less_equal(numbers, LARGEST), False)))
    return numbers
