"""``comitia bundle`` and ``comitia record``: what leaves the house, for those who verify it."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from comitia.cli.desk import desk
from comitia.cli.handing import write_new
from comitia.cli.line import Line
from comitia.election import event_of
from comitia.folder import Folder, url
from comitia.record.acknowledgement import Acknowledgement
from comitia.record.canonical import decode
from comitia.record.entry import Entry, Table
from comitia.record.extension import extends
from comitia.record.note import VerifierKey
from comitia.record.sealed import Opening
from comitia.stages.retention import What
from comitia.stores.bundle import export, read_bundle
from comitia.stores.store import Store, open_store
from comitia.texts import N_

bundle = typer.Typer(add_completion=False, help=N_("Export the record for those who verify it."))
record = typer.Typer(add_completion=False, help=N_("Receipts for entries, and whether one copy extends another."))

OLD = Annotated[str, typer.Argument(metavar="OLD", help=N_("The folder of the older bundle."))]
NEW = Annotated[str, typer.Argument(metavar="NEW", help=N_("The folder of the newer bundle."))]


@bundle.callback()
def _bundle() -> None:
    """The group holds one command so far."""


@bundle.command("export", help=N_("Write the bundle that comitia-verify checks; it holds no personal data."))
def export_(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help=N_("The folder to write; an older bundle is replaced."))],
    scrutineers: Annotated[
        bool, typer.Option("--scrutineers", help=N_("For scrutineers only: with the sealed ballot papers."))
    ] = False,
) -> None:
    here = desk(ctx)
    boxes = export_bundle(here.folder, Path(folder), scrutineers)
    here.printer.sentence(N_("Entries in {folder}: {entries}."), folder=folder, entries=here.store.size())
    if scrutineers:
        here.printer.sentence(N_("Votes whose papers are with it: {boxes}; for scrutineers only."), boxes=boxes)


def export_bundle(election: Folder, folder: Path, scrutineers: bool = False) -> int:
    """Write the bundle of an election's record; for scrutineers with the ballot papers that are still kept.

    Returns the number of boxes of papers in it. Raises RuleBroken as ``stores.bundle.export`` and the archive do.
    """
    store, archive = open_store(url(election.path, election.settings)), election.archive
    entries = [decode(leaf) for leaf in store.leaves()]
    papers = [*_papers(entries, store)] if scrutineers else []
    export(store, folder, {table.sha256: partial(archive.write_csv, table) for table in _tables(entries)}, papers)
    return len(papers)


def _tables(entries: Sequence[Entry]) -> Iterator[Table]:
    """Every table that the record names."""
    for entry in entries:
        event = event_of(entry)
        for name in event.__struct_fields__:
            if isinstance(value := getattr(event, name), Table):
                yield value


def _papers(entries: Sequence[Entry], store: Store) -> Iterator[tuple[int, Opening]]:
    """The sealed ballot papers that are still kept: the entry's number, and what opens the part."""
    for number, entry in enumerate(entries):
        if "papers" in entry.sealed and (opening := store.opening(entry.sealed["papers"])):
            yield number, opening


@record.command("extends", help=N_("Show that one bundle extends another, or where they part."))
def extends_(ctx: typer.Context, old: OLD, new: NEW) -> None:
    line: Line = ctx.obj
    before, after = read_bundle(Path(old)), read_bundle(Path(new))
    extends(before, after)
    what = N_("{new} extends {old}: the first {before} of its {after} entries are the same.")
    line.printer.sentence(what, new=new, old=old, before=before.checkpoint.size, after=after.checkpoint.size)


@record.command(
    "erase", help=N_("Erase ballot papers or personal data, when the time for which they are kept is over.")
)
def erase(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(metavar="papers|personal", help=N_("What is erased, for good."))],
) -> None:
    here = desk(ctx)
    parts = here.office.erase(what, here.officer())
    here.printer.sentence(N_("Sealed parts erased: {parts}. The record verifies as before."), parts=parts)


@record.command("receipt", help=N_("A receipt: the proof, offline, that an entry is on the record."))
def receipt(
    ctx: typer.Context,
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help=N_("The entry's number."))],
    out: Annotated[str, typer.Option(metavar="FILE", help=N_("A new file for it, as entry-12.tlog-proof."))] = "",
) -> None:
    here = desk(ctx)
    proof = str(here.store.receipt(entry))
    if not out:
        print(proof, end="")
        return
    write_new(out, proof)
    here.printer.sentence(N_("The receipt for entry {entry} is in {file}."), entry=str(entry), file=out)


@record.command("check", help=N_("Check, offline, a receipt that shows what was handed in, and print what it proves."))
def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("As `comitia objection file --receipt` wrote it."))],
    key: Annotated[str, typer.Argument(metavar="KEY", help=N_("The record's public key: the line in `verifier-key`."))],
) -> None:
    line: Line = ctx.obj
    shown = Acknowledgement.parse(Path(file).read_bytes())
    entry, checkpoint = shown.verify(VerifierKey.parse(key))
    what = N_("On the record of {origin} since {time}, by {actor}: {kind}.")
    line.printer.sentence(what, origin=checkpoint.origin, time=entry.time, actor=entry.actor, kind=entry.kind)
    for opening in shown.shown:
        line.printer.sentence(N_("  {part}: {content}"), part=opening.part, content=opening.content)
