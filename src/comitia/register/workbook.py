"""Rows of an Excel workbook (XLSX), which is a zip of XML and may hide bombs, paths and formulas."""

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from string import ascii_letters
from typing import IO
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from comitia.register.limits import Limits, check_shape, check_size
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

UNREADABLE = rule(
    "sheet.unreadable",
    says=N_("A file is complete, not encrypted, and of a kind that is read: CSV, XLSX or Parquet."),
    refusal=N_("the file cannot be read: {reason}"),
    cure=N_("save it again as XLSX without a password, or as CSV in UTF-8"),
)
BOMB = rule(
    "sheet.bomb",
    says=N_("What is packed in a file does not swell beyond the limit when it is unpacked."),
    refusal=N_("{part} unpacks to {ratio} times its size, and may to {limit} times"),
    cure=N_("save the file again with the rows that you need only, or as CSV"),
)
PATH = rule(
    "sheet.path",
    says=N_("The parts of a workbook stay inside it."),
    refusal=N_("the part {part} points outside the workbook, or is there twice"),
    cure=N_("do not use this file; save your own again"),
)
FORMULA = rule(
    "sheet.formula",
    says=N_("Cells hold values, never formulas, and begin with none of = + - @ or a tab."),
    refusal=N_("the cell {value} is a formula, or would be one in a spreadsheet"),
    cure=N_("put the value in its place, without = + - @ or a tab before it"),
)
KIND = rule(
    "sheet.kind",
    says=N_(
        "Cells hold texts, and numbers of at most 15 digits; a spreadsheet makes dates of codes, and drops digits."
    ),
    refusal=N_("the cell holds {value}, which is not as it was typed"),
    cure=N_("format the column as text and type the cell again"),
)
ONE_SHEET = rule(
    "sheet.several",
    says=N_("A workbook has one sheet with something on it."),
    refusal=N_("{number} sheets are filled: {sheets}"),
    cure=N_("keep the one that is meant, and delete the others"),
)


def workbook_rows(content: bytes, file: str, limits: Limits, faults: list[Fault]) -> Iterator[list[str]]:
    """The rows, the header first; formulas, dates and truth values are added to ``faults``.

    Raises RulesBroken (``sheet.unreadable``, ``sheet.bomb``, ``sheet.path``, ``sheet.several``, those of the limits).
    """
    try:
        _check_parts(content, file, limits, faults)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except RulesBroken:
        raise
    except Exception as error:  # a damaged or hostile file makes zip and XML readers raise anything
        raise RulesBroken((Fault(UNREADABLE, {"reason": str(error)}, file),)) from error
    filled = [sheet for sheet in sheets if sheet.height]
    if len(filled) != 1:
        names = ", ".join(sheet.name for sheet in filled)
        raise RulesBroken((Fault(ONE_SHEET, {"number": len(filled), "sheets": names}, file),))
    for number, row in enumerate(filled[0].to_python(skip_empty_area=False), 1):
        for at, value in enumerate(row, 1):
            if not _as_typed(value):
                faults.append(Fault(KIND, {"value": str(value)}, file, number, at))
        yield [_text(value) for value in row]


def _as_typed(value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) < 10**15
    return isinstance(value, str)


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check_parts(content: bytes, file: str, limits: Limits, faults: list[Fault]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        entries = parts.infolist()
        check_size(file, sum(entry.file_size for entry in entries), limits.unpacked)
        names: set[str] = set()
        for entry in entries:
            path = PurePosixPath(entry.filename)
            outside = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
            if outside or stat.S_ISLNK(entry.external_attr >> 16) or entry.filename in names:
                raise RulesBroken((Fault(PATH, {"part": entry.filename}, file),))
            names.add(entry.filename)
            ratio = entry.file_size // max(entry.compress_size, 1)
            if ratio > limits.ratio:
                raise RulesBroken((Fault(BOMB, {"part": entry.filename, "ratio": ratio, "limit": limits.ratio}, file),))
        for entry in entries:
            if entry.filename.endswith(".xml"):
                with parts.open(entry) as part:
                    _Part(file, limits, faults).read(part)


class _Part:
    """Reads one XML part before the library does: it would give the last value of a formula, and would make room for
    every cell between the first and the farthest one."""

    def __init__(self, file: str, limits: Limits, faults: list[Fault]) -> None:
        self.file, self.limits, self.faults = file, limits, faults
        self.row = self.column = 0

    def read(self, part: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ParseFile(part)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        name, place = element.rpartition(" ")[2], attributes.get("r", "")
        if name == "row":
            self.row, self.column = _number(place) or self.row + 1, 0
        elif name == "c":
            self._cell(place)
            if attributes.get("t") == "e":
                self.faults.append(Fault(KIND, {"value": "#"}, self.file, self.row, self.column))
        elif name == "f" and self.column:
            self.faults.append(Fault(FORMULA, {"value": "="}, self.file, self.row, self.column))

    def _cell(self, place: str) -> None:
        digits = place.lstrip(ascii_letters)
        self.row = _number(digits) or self.row
        self.column = _column(place.removesuffix(digits)) or self.column + 1
        check_shape(self.file, self.row, self.column, self.limits)

    def _doctype(self, *_: object) -> None:
        raise RulesBroken((Fault(UNREADABLE, {"reason": "DOCTYPE"}, self.file),))


def _number(digits: str) -> int:
    """0 where there is none; more digits than any row has are as good as ten of them."""
    return int(digits[:10]) if digits.isascii() and digits.isdigit() else 0


def _column(letters: str) -> int:
    """``"AB"`` is column 28, ``""`` none (0)."""
    column = 0
    for letter in letters[:7].upper():
        column = column * 26 + ord(letter) - 64
    return column
