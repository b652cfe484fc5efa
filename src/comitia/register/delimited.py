"""Rows of a CSV file as a person's program wrote it: separated by commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator
from typing import Literal

from comitia.register.limits import Limits, check_shape
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_, Parameter

Encoding = Literal["utf-8", "gb18030"]

ENCODING = rule(
    "sheet.encoding",
    says=N_("A text file is in UTF-8, or in the encoding that was stated."),
    refusal=N_("the byte {byte} is not {encoding}"),
    cure=N_("save the file as CSV in UTF-8, or add `--encoding gb18030` if it is in GBK or GB18030"),
)
QUOTES = rule(
    "sheet.quotes",
    says=N_("Every quote that is opened in a text file is closed."),
    refusal=N_("the row cannot be read: {reason}"),
    cure=N_("see whether the file is complete, and close the quote"),
)


def delimited_rows(content: bytes, file: str, encoding: Encoding, limits: Limits) -> Iterator[list[str]]:
    """The rows, the header first. Raises RulesBroken (``sheet.encoding``, ``sheet.quotes`` and those of the limits)."""
    text = _decoded(content, file, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            check_shape(file, number, len(row), limits)
            yield row
    except csv.Error as error:
        raise RulesBroken((Fault(QUOTES, {"reason": str(error)}, file, number + 1),)) from error


def _decoded(content: bytes, file: str, encoding: Encoding) -> str:
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        row = before.count(b"\n") + 1
        line = before.rpartition(b"\n")[2].decode(encoding, "replace")
        column = line.count(delimiter(before.decode(encoding, "replace"))) + 1
        parameters: dict[str, Parameter] = {"byte": f"0x{error.object[error.start]:02X}", "encoding": encoding}
        raise RulesBroken((Fault(ENCODING, parameters, file, row, column),)) from error


def delimiter(text: str) -> str:
    """Spreadsheets of some countries separate by semicolons; the header tells, as no header has any of the three."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)
