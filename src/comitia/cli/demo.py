"""``comitia demo``: the national example from its charter to a verified result, told stage by stage."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.box import SIMPLE_HEAD
from rich.columns import Columns
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from comitia.cli.charters import charter_of
from comitia.cli.line import Line
from comitia.cli.printing import Printer
from comitia.cli.records import export_bundle
from comitia.documents.publishing import publish
from comitia.folder import Folder
from comitia.record.canonical import decode
from comitia.rehearsal.cast import FOUNDER
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.play import Play
from comitia.rules import RuleBroken, rule
from comitia.texts import N_, Parameter, Sentence

T = TypeVar("T")

NATIONAL = "national-congress"
UNCONTESTED = ("tibet", "xinjiang")
"""The units of the national example that went without contest in 2022, by central permission (CN-P-03)."""
SCALE = 100
FOLDED, WIDE = 12, 120
"""Narrow tables with more rows than this are set in two halves side by side, on a terminal of so many columns."""

NOT_OURS = rule(
    "demo.folder",
    says=N_("The demo replaces what an earlier demo wrote, and nothing else."),
    refusal=N_("{folder} exists and was not written by the demo"),
    cure=N_("name another folder with `--out`"),
)
NO_VERIFIER = rule(
    "demo.verifier",
    says=N_("The demo ends with the verifier, which is a program of its own."),
    refusal=N_("comitia-verify is not installed"),
    cure=N_("install it with `pip install ./verifier`, then run `comitia-verify {bundle}`"),
)


class Bars:
    """Progress as a bar for each stretch of long work; it vanishes when it is done."""

    def __init__(self, console: Console, printer: Printer) -> None:
        self.console, self.printer = console, printer

    def each(self, items: Iterable[T], what: Sentence, total: int) -> Iterator[T]:
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as progress:
            yield from progress.track(items, total=total, description=self.printer.said(what))


demo = typer.Typer(add_completion=False)


@demo.command(help=N_("Rehearse the national example, from its charter to a verified result."))
def _demo(
    ctx: typer.Context,
    plan: Annotated[
        str, typer.Option("--charter", metavar="NAME|FILE", help=N_("Another charter, at its full size."))
    ] = NATIONAL,
    out: Annotated[Path, typer.Option(metavar="DIR", help=N_("Where everything is written."))] = Path("out/demo"),
    scale: Annotated[int, typer.Option(min=1, help=N_("One organisation stands for so many."))] = SCALE,
    full: Annotated[bool, typer.Option("--full", help=N_("All 4.9 million primary organisations."))] = False,
    seed: Annotated[str, typer.Option(help=N_("The seed of everything made up."))] = "comitia-demo",
) -> None:
    line: Line = ctx.obj
    printer, console = line.printer, Console(highlight=False, markup=False, emoji=False)
    began = time.monotonic()
    fresh(out)
    play = national(seed, 1 if full else scale) if plan == NATIONAL else Play(charter_of(plan), seed, Fraction(1))
    for chapter in play.perform(out / "election", Bars(console, printer)):
        tell(chapter, printer, console)

    folder = Folder(out / "election")
    store = folder.store()
    printer.sentence(N_("\nWritten to {folder}:"), folder=str(out))
    for _ in publish(store.leaves(), folder.archive, store.opening, out, printer.language.code):
        pass
    export_bundle(folder, out / "bundle")
    for what, path in written(out):
        printer.sentence(N_("  {what}: {path}"), what=Sentence(what), path=str(path))
    printer.sentence(
        N_("\nThe verifier, which shares no code with comitia, on {bundle}:\n"), bundle=str(out / "bundle")
    )
    sys.stdout.flush()
    code = verify(out / "bundle", printer.language.code)
    seconds = int(time.monotonic() - began)
    printer.sentence(N_("\nTime in all: {seconds} s."), seconds=seconds)
    raise typer.Exit(code)


def national(seed: str, scale: int) -> Play:
    """The national example: two units without contest, and a nominee placed in every province (CN-P-02)."""
    charter = charter_of(NATIONAL)
    placed_in = tuple(unit.id for unit in charter.units if unit.kind == "province")
    return Play(charter, seed, Fraction(1, scale), UNCONTESTED, placed_in)


def fresh(out: Path) -> None:
    """Make room: what an earlier demo wrote is removed, and nothing else. Raises RuleBroken ``demo.folder``."""
    if not out.exists():
        return
    names = {path.name for path in out.iterdir()}
    ours = {path.relative_to(out).parts[0] for _, path in written(out)} | {"certified-list.csv", "certified-list.json"}
    if names and not (names <= ours and rehearsed(out / "election")):
        raise NOT_OURS.broken(folder=str(out))
    shutil.rmtree(out)


def rehearsed(folder: Path) -> bool:
    """Whether the election in the folder is a rehearsal of the demo's own cast."""
    try:
        founded = next(Folder(folder).store().leaves(0, 1), None)
    except RuleBroken:
        return False
    entry = decode(founded) if founded else None
    return entry is not None and entry.actor == FOUNDER and entry.body["rehearsal"] == 1


def tell(chapter: Chapter, printer: Printer, console: Console) -> None:
    """A chapter for a reader: its title, its table, its remarks."""
    console.print(f"\n{printer.said(chapter.title)}", style="bold", soft_wrap=True)
    if chapter.rows:
        halves = [chapter.rows]
        if len(chapter.rows) > FOLDED and len(chapter.columns) <= 4 and console.width >= WIDE:
            half = -(-len(chapter.rows) // 2)
            halves = [chapter.rows[:half], chapter.rows[half:]]
        console.print(
            Padding(Columns([sheet(chapter, rows, printer) for rows in halves], padding=(0, 4)), (0, 2), expand=False)
        )
    for remark in chapter.remarks:
        console.print(Padding(printer.said(remark), (0, 2), expand=False))


def sheet(chapter: Chapter, rows: Iterable[tuple[Parameter, ...]], printer: Printer) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for place, heading in enumerate(chapter.columns):
        figures = all(isinstance(row[place], int) or str(row[place]).endswith("%") for row in chapter.rows)
        justify: JustifyMethod = "right" if figures else "left"
        table.add_column(printer.said(heading), justify=justify, overflow="fold", no_wrap=figures)
    for row in rows:
        table.add_row(*(printer.said(cell) for cell in row))
    return table


def written(out: Path) -> Iterator[tuple[str, Path]]:
    yield N_("the bundle, for everybody"), out / "bundle"
    yield N_("the report, with pictures"), out / "report.html"
    yield N_("the certified list, as a page, a table, and with the proofs of the names"), out / "certified-list.html"
    yield N_("the public notices"), out / "notices"
    yield N_("the count sheets"), out / "count-sheets"
    yield N_("the election itself: its record, tables and key, which stay in the office"), out / "election"


def verify(bundle: Path, language: str) -> int:
    """Run the verifier on the bundle. Returns its exit code."""
    program = shutil.which("comitia-verify")
    if program is None:
        raise NO_VERIFIER.broken(bundle=str(bundle))
    return subprocess.run([program, str(bundle), "--lang", language], check=False).returncode
