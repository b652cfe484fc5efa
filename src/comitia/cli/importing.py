"""Imports in two steps: a file is looked at, row by row, and then what is good in it is put on the record."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from comitia.cli.desk import Desk
from comitia.election import event_of
from comitia.record.sealed import Opening
from comitia.register.filings import Filed, Imported
from comitia.register.marks import MARKS, Mark, Preview
from comitia.register.sent_back import sent_back
from comitia.rules import rule
from comitia.stages.intent import Intent
from comitia.stages.nominate import ReturnsImported
from comitia.texts import N_, Parameter, Sentence

LookOnly = Annotated[
    bool, typer.Option("--preview", help=N_("Only mark every row and say what would change; nothing is recorded."))
]
Good = Annotated[
    bool, typer.Option("--good", help=N_("Import what is good; what is wrong goes to the file named with --back."))
]
Back = Annotated[
    str, typer.Option("--back", metavar="FILE", help=N_("Write your rows with their marks to FILE, to send back."))
]

BACK = rule(
    "command.back",
    says=N_("Rows that are sent back go to a file of their own, of the same kind as the file that came."),
    refusal=N_("{back} cannot be the file that is sent back"),
    cure=N_("with `--preview` or `--good`, name a new file in a folder that there is: `--back FILE{ending}`"),
)
NOTHING = rule(
    "command.nothing-good",
    says=N_("An import of what is good in a file has something to import."),
    refusal=N_("nothing in {file} is both good and new; rows that are wrong: {wrong}, that say what stands: {same}"),
    cure=N_("see with `--preview` what is wrong"),
)

IMPORTED: tuple[Mark, ...] = ("warning", "new", "changed")
MOST_FIGURES = 15
"""Sums that a reader is shown, the largest changes first; ``--json`` gives them all."""


def shown(here: Desk, file: str, preview: Preview, back: str, ids: str) -> None:
    """Print what an import would do, and write the marked rows where this was asked for; ``ids``: what rows speak of.

    Raises RuleBroken ``command.back``.
    """
    if back:
        with _sent_back(here, file, preview, back):
            pass
    printer = here.printer
    if printer.as_json:
        printer.json(_as_data(here, preview))
        return
    printer.rows(
        {"mark": N_("Mark"), "rows": N_("Rows"), "ids": ids},
        [
            {"mark": Sentence(MARKS[mark]), "rows": rows, "ids": number}
            for mark, (rows, number) in preview.counts().items()
        ],
    )
    _kinds(here, preview)
    figures = preview.figures
    printer.details(
        {"what": N_("Sum"), "before": N_("Now"), "after": N_("After the import"), "change": N_("Change")},
        [
            {"what": each.what, "before": each.before, "after": each.after, "change": f"{each.after - each.before:+,}"}
            for each in figures[:MOST_FIGURES]
        ],
    )
    if len(figures) > MOST_FIGURES:
        printer.sentence(N_("... and {count} more"), count=len(figures) - MOST_FIGURES)
    printer.sentence("")
    printer.sentence(N_("Nothing was put on the record."))
    if back:
        printer.sentence(N_("Your rows with their marks are in {file}."), file=back)


def import_good(
    here: Desk,
    file: str,
    preview: Preview,
    back: str,
    kind: type[Intent],
    /,
    *,
    openings: Iterable[Opening] = (),
    **fields: Any,
) -> None:
    """Carry out the import of what is good, say what was not imported, and write that to the file ``back``.

    One entry or none: where the import is refused, that file is not written either. Raises RuleBroken ``command.back``,
    ``command.nothing-good``, and as the office does.
    """
    counts = preview.counts()
    (wrong, wrong_ids), (same, same_ids) = counts["error"], counts["same"]
    rows, ids = (sum(counts[mark][at] for mark in IMPORTED) for at in (0, 1))
    if not rows:
        raise NOTHING.broken(file=file, wrong=wrong, same=same)
    with _sent_back(here, file, preview, back, wrong_only=True) if wrong else nullcontext():
        receipt = here.act(kind, openings=openings, **fields)
    here.tell(
        receipt,
        here.office.election,
        imported={"rows": rows, "ids": ids},
        same={"rows": same, "ids": same_ids},
        wrong={"rows": wrong, "ids": wrong_ids, "file": back, "kinds": _summary(here, preview)} if wrong else None,
    )
    printer = here.printer
    printer.sentence(N_("Rows that were imported: {rows}."), rows=rows)
    if same:
        printer.sentence(N_("Rows that say what stands already, and were left out: {rows}."), rows=same)
    if wrong:
        printer.sentence(N_("Rows that were not imported: {rows}. They are in {file}."), rows=wrong, file=back)
        _kinds(here, preview)


def before_this(here: Desk, filings: Sequence[Filed | Imported]) -> Sequence[Filed | Imported]:
    """The filings of a round as they stood when this command was first given under its idempotency key: what it
    imported then is not there already."""
    earlier = here.office.done(here.line.key) if here.line.key else None
    for event in map(event_of, earlier.entries if earlier else ()):
        if isinstance(event, ReturnsImported) and (done := Imported(event.returns, event.support)) in filings:
            return filings[: filings.index(done)]
    return filings


def _sent_back(
    here: Desk, file: str, preview: Preview, back: str, *, wrong_only: bool = False
) -> AbstractContextManager[None]:
    path, kind = Path(back), preview.original.kind
    other = {".xlsx": "xlsx", ".parquet": "parquet"}.get(path.suffix.lower(), "csv") != kind
    if not back or other or not path.parent.is_dir() or path.is_dir() or (path.exists() and path.samefile(file)):
        raise BACK.broken(back=back or "-", ending=f".{kind}")
    return sent_back(path, preview, here.printer.language.say, wrong_only=wrong_only)


def _kinds(here: Desk, preview: Preview) -> None:
    found: list[dict[str, Parameter]] = [
        {
            "mark": Sentence(MARKS[kind.mark]),
            "rule": kind.rule.id,
            "rows": kind.rows,
            "first": ", ".join(str(row) for row in kind.first if row),
            "cure": kind.cure,
        }
        for kind in preview.kinds()
    ]
    if found:
        columns = {"mark": N_("Mark"), "rule": N_("Rule"), "rows": N_("Rows"), "first": N_("First rows")}
        here.printer.details({**columns, "cure": N_("What to do")}, found)


def _summary(here: Desk, preview: Preview) -> list[dict[str, object]]:
    return [
        {
            "mark": kind.mark,
            "rule": kind.rule.id,
            "says": here.printer.said(Sentence(kind.rule.says)),
            "rows": kind.rows,
            "first_rows": list(kind.first),
            "cure": here.printer.said(kind.cure),
        }
        for kind in preview.kinds()
    ]


def _as_data(here: Desk, preview: Preview) -> dict[str, object]:
    """Every row with its mark, and what was found there; rows with nothing on them are left out."""
    found: dict[int, list[dict[str, object]]] = {}
    for fault in preview.in_order():
        found.setdefault(fault.row, []).append(
            {
                "rule": fault.rule.id,
                "column": fault.column,
                "message": here.printer.said(fault.message),
                "cure": here.printer.said(fault.cure),
            }
        )
    marks = tuple(MARKS)
    return {
        "file": preview.original.file,
        "marks": {mark: {"rows": rows, "ids": ids} for mark, (rows, ids) in preview.counts().items()},
        "kinds": _summary(here, preview),
        "sums": [
            {"what": here.printer.said(each.what), "before": each.before, "after": each.after}
            for each in preview.figures
        ],
        "whole_file": found.get(0, []),
        "rows": [
            {"row": row["row"], "id": row["id"] or "", "mark": marks[row["mark"]], "found": found.get(row["row"], [])}
            for row in preview.rows.to_pylist()
        ],
    }
