"""What is printed: tables, sentences and refusals, in the reader's language, or as JSON for programs."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text as Cell

from comitia.documents.language import Language
from comitia.rules import RuleBroken, RulesBroken
from comitia.texts import N_, Parameter, Sentence, Text

MOST_FAULTS = 50
"""Faults of a file that are listed for a reader; ``--json`` gives them all."""


@dataclass
class Printer:
    """Prints for one reader. What a file or a person wrote reaches the terminal without control characters."""

    language: Language
    as_json: bool = False

    def rows(self, columns: Mapping[str, str], rows: Sequence[Mapping[str, Parameter]]) -> None:
        """A table: ``columns`` gives each field's heading; as JSON the fields' names are kept."""
        if self.as_json:
            self.json([{name: self.plain(row[name]) for name in columns} for row in rows])
        else:
            self._table(sys.stdout, columns, rows)

    def details(self, columns: Mapping[str, str], rows: Sequence[Mapping[str, Parameter]]) -> None:
        """A table that belongs to what was printed before, and whose figures the JSON holds already."""
        if not self.as_json:
            print()
            self.rows(columns, rows)

    def sentence(self, template: str, **parameters: Parameter) -> None:
        """One sentence on a line of its own; it is no part of JSON."""
        if not self.as_json:
            print(self.said(Sentence(template, parameters)))

    def json(self, value: object) -> None:
        """A value for programs."""
        print(json.dumps(value, ensure_ascii=False, indent=1))

    def refusal(self, broken: RuleBroken) -> None:
        """What was refused, by which rule, and what cures it: one line on standard error."""
        if self.as_json:
            self._json_error([self._fault(broken.rule.id, broken.message, broken.cure)])
            return
        parameters: dict[str, Parameter] = {"rule": broken.rule.id, "message": broken.message, "cure": broken.cure}
        print(self.said(Sentence(N_("{rule}: {message}; {cure}"), parameters)), file=sys.stderr)

    def faults(self, broken: RulesBroken) -> None:
        """Everything that is wrong with a file: each fault at its place, then a line for each rule with its cure."""
        if self.as_json:
            self._json_error(
                [
                    {"file": fault.file, "row": fault.row, "column": fault.column}
                    | self._fault(fault.rule.id, fault.message, fault.cure)
                    for fault in broken.faults
                ]
            )
            return
        found: list[dict[str, Parameter]] = [
            {"place": _place(fault.file, fault.row, fault.column), "fault": fault.message}
            for fault in broken.faults[:MOST_FAULTS]
        ]
        self._table(sys.stderr, {"place": N_("Place"), "fault": N_("What is wrong")}, found)
        if len(broken.faults) > MOST_FAULTS:
            more = Sentence(N_("... and {count} more"), {"count": len(broken.faults) - MOST_FAULTS})
            print(self.said(more), file=sys.stderr)
        print(file=sys.stderr)
        counts = Counter(fault.rule.id for fault in broken.faults)
        cures = {fault.rule.id: fault.cure for fault in reversed(broken.faults)}
        summary: list[dict[str, Parameter]] = [
            {"rule": id, "faults": count, "cure": cures[id]} for id, count in sorted(counts.items())
        ]
        self._table(sys.stderr, {"rule": N_("Rule"), "faults": N_("Faults"), "cure": N_("What to do")}, summary)

    def failure(self, error: OSError) -> None:
        """A file or a device that could not be used."""
        place = f"{error.filename}: " if error.filename else ""
        fault = self.clean(f"{place}{error.strerror or error}")
        if self.as_json:
            self._json_error([{"rule": "", "message": fault, "cure": ""}])
        else:
            print(f"comitia: {fault}", file=sys.stderr)

    def said(self, value: Parameter) -> str:
        """A value in the reader's language."""
        return self.clean(self.language.say(value) if isinstance(value, Sentence) else self.language.parameter(value))

    @staticmethod
    def clean(text: str) -> str:
        """Text that a terminal shows and does not obey."""
        return "".join(sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text)

    def plain(self, value: Parameter) -> str | int:
        """A value for programs: figures as they are, everything else in the reader's language."""
        match value:
            case Sentence() | Text():
                return self.said(value)
            case Fraction():
                return str(value)
            case _:
                return value

    def _fault(self, id: str, message: Sentence, cure: Sentence) -> dict[str, str]:
        return {"rule": id, "message": self.said(message), "cure": self.said(cure)}

    def _json_error(self, faults: Sequence[Mapping[str, object]]) -> None:
        print(json.dumps({"refused": faults}, ensure_ascii=False, indent=1), file=sys.stderr)

    def _table(self, stream: TextIO, columns: Mapping[str, str], rows: Sequence[Mapping[str, Parameter]]) -> None:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
        for name, heading in columns.items():
            figures = all(isinstance(row[name], int) for row in rows)
            table.add_column(self.language._(heading), overflow="fold", justify="right" if figures else "left")
        for row in rows:
            table.add_row(*(Cell(self.said(row[name])) for name in columns))
        console = Console(file=stream, highlight=False, markup=False, emoji=False)
        with console.capture() as written:
            console.print(table)
        print("\n".join(line.rstrip() for line in written.get().splitlines()), file=stream)


def _place(file: str, row: int, column: int) -> str:
    return ":".join([Printer.clean(file), *(str(number) for number in (row, column) if number)])
