"""``comitia status``, ``explain`` and ``rules``: where things stand, why, and what the rules are."""

from importlib import import_module
from typing import Annotated

import typer

from comitia.cli.contents import MODULES
from comitia.cli.desk import desk
from comitia.cli.line import Line
from comitia.cli.printing import Printer
from comitia.explain import explain as explained
from comitia.explain import explain_entry
from comitia.progress import Progress, progress
from comitia.progress.task import Task
from comitia.rules import CATALOGUE, rule
from comitia.stages.founding import known_unit
from comitia.stages.roles import ROLE_NAMES
from comitia.texts import N_, Parameter, Sentence

status = typer.Typer(add_completion=False)
explain = typer.Typer(add_completion=False)
rules = typer.Typer(add_completion=False)

NO_RULE = rule(
    "command.rule",
    says=N_("A rule is asked for by its id."),
    refusal=N_("there is no rule {rule}"),
    cure=N_("look at the catalogue with `comitia rules`"),
)


@status.command(help=N_("Every unit against the calendar: what is late, what comes next, and who does it."))
def _status(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="[UNIT]", help=N_("One unit only."))] = "",
) -> None:
    here = desk(ctx)
    if unit:
        known_unit(here.election.charter, unit)
    standing = [each for each in progress(here.election, here.today) if not unit or each.unit == unit]
    if here.printer.as_json:
        here.printer.json([_fields(each, here.printer) for each in standing])
        return
    here.printer.rows(
        {"unit": N_("Unit"), "step": N_("Step"), "deadline": N_("Until"), "late": N_("Days late")},
        [
            {
                "unit": each.unit or Sentence(N_("all")),
                "step": each.step,
                "deadline": each.deadline,
                "late": each.days_late,
            }
            for each in standing
        ],
    )
    for each in standing:
        for task in each.tasks:
            here.printer.sentence("")
            what, parameters = _next(each, task)
            here.printer.sentence(what, **parameters)
            here.printer.sentence(N_("    {command}"), command=_typed(task, here.line.officer))
    if here.election.certificate.certified:
        here.printer.sentence("")
        here.printer.sentence(N_("The election is certified. Write what people read, and what anybody can verify:"))
        for command in ("comitia documents DIR", "comitia bundle export DIR"):
            here.printer.sentence(N_("    {command}"), command=command)


def _typed(task: Task, officer: str) -> str:
    """The command of a task; it names an officer who may act where whoever is at the desk may not."""
    if officer in task.officers or not task.officers:
        return task.command
    return f"{task.command} --as {task.officers[0]}"


def _next(standing: Progress, task: Task) -> tuple[str, dict[str, Parameter]]:
    """What comes next in a unit, who does it, and from when on."""
    template = N_("{unit}: {what} ({role}: {officers})")
    if task.since:
        template = N_("{unit}, from {since} on: {what} ({role}: {officers})")
    officers = ", ".join(task.officers) or Sentence(N_("nobody who may is appointed"))
    who: dict[str, Parameter] = {"role": Sentence(ROLE_NAMES[task.role]), "officers": officers}
    unit = standing.unit or Sentence(N_("all"))
    return template, {"unit": unit, "what": task.what, "since": task.since, **who}


def _fields(standing: Progress, printer: Printer) -> dict[str, object]:
    return {
        "unit": standing.unit,
        "stage": standing.stage or "",
        "deadline": standing.deadline,
        "days_late": standing.days_late,
        "tasks": [
            {
                "role": task.role,
                "officers": task.officers,
                "what": printer.said(task.what),
                "command": task.command,
                "since": task.since,
            }
            for task in standing.tasks
        ],
    }


@explain.command(help=N_("Explain a unit, a person or an entry, with the entries that each sentence rests on."))
def _explain(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="UNIT|PERSON|ENTRY", help=N_("A unit, a person, or an entry."))],
    entry: Annotated[
        bool, typer.Option("--entry", help=N_("It is an entry's number, even if a person has it."))
    ] = False,
) -> None:
    here = desk(ctx)
    election, entries = here.election, here.entries
    if entry and what.isascii() and what.isdecimal():
        lines = explain_entry(int(what[:16]), election, entries)
    else:
        lines = explained(what, election, entries, here.folder.archive)
    if here.printer.as_json:
        here.printer.json([{"entry": line.entry, "what": here.printer.said(line.what)} for line in lines])
        return
    for line in lines:
        place = "" if line.entry is None else str(line.entry)
        here.printer.sentence(N_("{place:>6}  {what}"), place=place, what=line.what)


@rules.command(help=N_("The rules that the election keeps, with their sources; one of them in full."))
def _rules(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="[ID]", help=N_("A rule's id, or the beginning of several."))] = "",
) -> None:
    line: Line = ctx.obj
    for module, _ in MODULES.values():
        import_module(f"comitia.cli.{module}")  # a rule is known when the module that enforces it is
    chosen = [known for name, known in sorted(CATALOGUE.items()) if name == id] or [
        known for name, known in sorted(CATALOGUE.items()) if name.startswith(id)
    ]
    if not chosen:
        raise NO_RULE.broken(rule=id)
    columns = {"id": N_("Rule"), "says": N_("What it says"), "sources": N_("Sources")}
    line.printer.rows(
        columns,
        [{"id": known.id, "says": Sentence(known.says), "sources": ", ".join(known.sources)} for known in chosen],
    )
    if len(chosen) == 1:
        line.printer.sentence("")
        line.printer.sentence(N_("It is refused like this: {refusal}"), refusal=chosen[0].refusal)
        line.printer.sentence(N_("What cures it: {cure}"), cure=chosen[0].cure)
