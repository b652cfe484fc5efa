"""``comitia dossier``, ``conflict`` and ``evidence``: what those who vet may see, and who of them may not."""

from pathlib import Path
from typing import Annotated

import typer

from comitia.cli.arguments import Person, Reasons, Unit, written
from comitia.cli.desk import Desk, desk
from comitia.election import event_of
from comitia.explain import UNKNOWN
from comitia.explain.dossier import Dossier, concerned, entitled
from comitia.explain.dossier import dossier as dossier_of
from comitia.rules import rule
from comitia.stages.conflicts import DeclareConflict, WithdrawConflict
from comitia.stages.evidence import Attachments, attachments
from comitia.stages.founding import known_unit
from comitia.texts import N_, Parameter, Sentence

conflict = typer.Typer(add_completion=False, help=N_("Conflicts of interest: declare, withdraw and list them."))
dossier = typer.Typer(add_completion=False)
evidence = typer.Typer(add_completion=False, help=N_("The files that bear out what vetting says, for those who vet."))

NO_FILE = rule(
    "evidence.none",
    says=N_("Evidence is asked for by the number of an entry that sealed some."),
    refusal=N_("entry {entry} has no such evidence, or it was erased"),
    cure=N_("look at the entries with `comitia dossier UNIT PERSON`"),
)

PARTS = {
    "appeal": N_("appeal"),
    "details": N_("details"),
    "grounds": N_("grounds"),
    "kind": N_("kind"),
    "person": N_("person"),
    "reasons": N_("reasons"),
    "reply": N_("reply"),
    "service": N_("service"),
    "source": N_("source"),
    "summary": N_("summary"),
    "text": N_("text"),
}
BONDS = {"kin": N_("kin"), "rival": N_("rival"), "other": N_("other"), "self": N_("self")}

OfficerOf = Annotated[str, typer.Argument(metavar="OFFICER", help=N_("The officer who has the conflict."))]
EntryNumber = Annotated[int, typer.Argument(metavar="ENTRY", help=N_("The entry's number."))]


@conflict.command("declare", help=N_("Declare an officer's conflict of interest with a person, or one's own."))
def declare(
    ctx: typer.Context,
    unit: Unit,
    officer: OfficerOf,
    person: Person,
    kind: Annotated[
        str,
        typer.Option(
            metavar="kin|rival|other|self",
            help=N_("What binds them; it is sealed. self: the officer is that person, and the rival of all others."),
        ),
    ],
    details: Annotated[str, typer.Option(metavar="TEXT", help=N_("More about it; they are sealed."))] = "",
) -> None:
    desk(ctx).do(DeclareConflict, unit=unit, officer=officer, person=person, bond=kind, details=details)


@conflict.command("withdraw", help=N_("Take back a conflict that was entered by mistake; two returning officers sign."))
def withdraw(
    ctx: typer.Context,
    unit: Unit,
    officer: OfficerOf,
    reasons: Reasons,
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help=N_("With whom; without a person: with everybody in the unit."))
    ] = "",
) -> None:
    why = written(reasons, "--reasons")
    desk(ctx).do(WithdrawConflict, unit=unit, officer=officer, person=person, reasons=why)


@conflict.command("list", help=N_("List the conflicts of interest that are on the record in a unit."))
def list_(ctx: typer.Context, unit: Unit) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    own = here.election.own_conflicts(unit)
    everybody = Sentence(N_("everybody in the unit"))
    here.printer.rows(
        {"officer": N_("Officer"), "person": N_("With")},
        [
            {"officer": officer, "person": person or everybody}
            for officer, person in sorted(own.declared)
            if own.holds(officer, person)
        ],
    )


@dossier.command(help=N_("Everything about one nominee's vetting, for those who vet."))
def _dossier(ctx: typer.Context, unit: Unit, person: Person) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    opened = here.reading.given.opened
    own = dossier_of(here.officer(), unit, person, here.election, here.entries, opened, here.today)
    if here.printer.as_json:
        here.printer.json(_fields(own, here))
    else:
        _show(own, here)


def _show(own: Dossier, here: Desk) -> None:
    printer, groups = here.printer, ", ".join(own.groups) or "-"
    printer.sentence(N_("{unit}, {person}; groups: {groups}"), unit=own.unit, person=own.person, groups=groups)
    printer.details(
        {
            "check": N_("Check"),
            "body": N_("Body"),
            "answer": N_("Answer"),
            "officer": N_("Officer"),
            "day": N_("Given on"),
            "until": N_("Counts until"),
        },
        [
            {
                "check": each.check,
                "body": each.body,
                "answer": each.answer,
                "officer": each.officer or "-",
                "day": each.day or "-",
                "until": each.until or "-",
            }
            for each in own.answers
        ],
    )
    if own.consulted:
        heard: list[dict[str, Parameter]] = [{"group": group, "held": held} for group, held in own.consulted]
        printer.details({"group": N_("Consulted"), "held": N_("Times")}, heard)
    recorded, binding = own.tip_offs
    printer.sentence("")
    what = N_("Tip-offs recorded: {recorded}, to be investigated: {binding}.")
    printer.sentence(what, recorded=recorded, binding=binding)
    printer.sentence("")
    for note in own.notes:
        what = N_("{entry:>6}  {day}  {officer}: {what}")
        printer.sentence(what, entry=str(note.entry), day=note.day, officer=note.officer, what=note.what)
        for part, text in note.texts.items():
            printer.sentence(N_("        {part}: {text}"), part=Sentence(PARTS[part]), text=_sealed(part, text))
        for file in note.files:
            what = N_("        file: {name}, {size} bytes (comitia evidence save {entry} DIR)")
            printer.sentence(what, name=file.name, size=file.size, entry=str(note.entry))
    printer.sentence("")
    printer.sentence(N_("Missing:") if own.missing else N_("Nothing is missing."))
    for each in own.missing:
        officers = ", ".join(each.officers) or Sentence(N_("nobody who may is appointed"))
        printer.sentence(N_("    {what} ({officers})"), what=each.what, officers=officers)


def _sealed(part: str, text: str) -> Parameter:
    """What was sealed, as it was written, or the kind of a bond by its name."""
    return Sentence(BONDS[text]) if part == "kind" and text in BONDS else text


def _fields(own: Dossier, here: Desk) -> dict[str, object]:
    said = here.printer.said
    return {
        "unit": said(own.unit),
        "person": own.person,
        "groups": own.groups,
        "checks": [
            {
                "check": each.id,
                "answer": said(each.answer),
                "officer": each.officer,
                "day": each.day,
                "until": each.until,
            }
            for each in own.answers
        ],
        "consulted": [{"group": said(group), "held": held} for group, held in own.consulted],
        "tip_offs": {"recorded": own.tip_offs[0], "binding": own.tip_offs[1]},
        "entries": [
            {
                "entry": note.entry,
                "day": note.day,
                "officer": note.officer,
                "what": said(note.what),
                "sealed": note.texts,
                "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in note.files],
            }
            for note in own.notes
        ],
        "missing": [{"what": said(each.what), "officers": each.officers} for each in own.missing],
    }


def _files(here: Desk, number: int) -> Attachments:
    """The evidence of an entry, for an officer who is entitled to it."""
    entries = here.entries
    if not 0 <= number < len(entries):
        raise UNKNOWN.broken(what=str(number), last=len(entries) - 1)
    event = event_of(entries[number])
    persons = concerned(event)
    if persons:
        entitled(here.officer(), getattr(event, "unit", ""), persons, here.election)
    commitment = entries[number].sealed.get("evidence", "")
    files = attachments(here.reading.given.opened(commitment)) if persons else ()
    if not files:
        raise NO_FILE.broken(entry=str(number))
    return files


@evidence.command("show", help=N_("List the files that an entry has sealed."))
def show(ctx: typer.Context, entry: EntryNumber) -> None:
    here = desk(ctx)
    here.printer.rows(
        {"name": N_("File"), "size": N_("Bytes"), "sha256": "SHA-256"},
        [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in _files(here, entry)],
    )


@evidence.command(
    "save", help=N_("Write the files that an entry has sealed into a folder, checked against their hashes.")
)
def save(
    ctx: typer.Context,
    entry: EntryNumber,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=N_("A folder, made if need be; no file is replaced."))],
    name: Annotated[str, typer.Option(metavar="FILE", help=N_("One of them only."))] = "",
) -> None:
    here = desk(ctx)
    chosen = [file for file in _files(here, entry) if name in ("", file.name)]
    if not chosen:
        raise NO_FILE.broken(entry=str(entry))
    folder.mkdir(parents=True, exist_ok=True)
    for file in chosen:
        path = here.folder.evidence.save(file, folder)
        here.printer.sentence(N_("Written: {path}"), path=str(path))
