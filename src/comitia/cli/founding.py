"""``comitia init``, ``officer``, ``seed``, ``permit`` and ``extend``: what precedes everything else."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from comitia.cli.arguments import Authority, Unit, written
from comitia.cli.charters import charter_of
from comitia.cli.desk import Clock, Desk, desk, stated_time
from comitia.folder import found
from comitia.office import Receipt
from comitia.stages.founding import Appoint, Dismiss, ExtendWindow, PermitMargin, RecordSeed
from comitia.stages.roles import ROLE_NAMES
from comitia.texts import N_, Sentence

init = typer.Typer(add_completion=False)
officer = typer.Typer(add_completion=False, help=N_("Who may act: appoint, dismiss and list officers."))
seed = typer.Typer(add_completion=False)
permit = typer.Typer(add_completion=False)
extend = typer.Typer(add_completion=False)

Officer = Annotated[str, typer.Argument(metavar="OFFICER", help=N_("The officer's id; it is public."))]
Role = Annotated[
    str,
    typer.Argument(
        metavar="ROLE",
        help=N_("returning_officer, secretary, filer, vetter, scrutineer, credentials or certifier."),
    ),
]
Scope = Annotated[
    str,
    typer.Argument(metavar="SCOPE", help=N_("A unit, an organisation or a vetting body; none for the whole election.")),
]


@init.command(help=N_("Found an election in a new folder; who founds it becomes its returning officer."))
def _init(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help=N_("The new folder."))],
    charter: Annotated[str, typer.Option(metavar="NAME|FILE", help=N_("A shipped charter's name, or a TOML file."))],
    record: Annotated[
        str, typer.Option(metavar="URL", help=N_("Where the record is kept: a file in the folder, or postgresql://..."))
    ] = "record.sqlite",
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help=N_("A rehearsal: the time can be stated, and every document says so."))
    ] = False,
) -> None:
    here = desk(ctx)
    founder, plan, clock = here.officer(), charter_of(charter), Clock()
    if here.line.at:
        clock.stopped = stated_time(here.line.at, plan.calendar, rehearsal)
    office = found(Path(folder), plan, founder, record=record, rehearsal=rehearsal, clock=clock)
    there = Desk(replace(here.line, folder=folder))
    there.tell(Receipt(0, tuple(there.entries)), office.election)
    what = N_("The election is in {folder}. See what comes next with `comitia --folder {folder} status`.")
    here.printer.sentence(what, folder=shlex.quote(folder))


@officer.command("appoint", help=N_("Appoint an officer."))
def appoint(
    ctx: typer.Context,
    officer: Officer,
    role: Role,
    scope: Scope = "",
    name: Annotated[
        str, typer.Option(metavar="NAME", help=N_("The officer's name; it is sealed. - reads standard input."))
    ] = "",
) -> None:
    sealed = written(name, "--name") if name else ""
    desk(ctx).do(Appoint, officer=officer, role=role, scope=scope, name=sealed)


@officer.command("dismiss", help=N_("Take a role away."))
def dismiss(ctx: typer.Context, officer: Officer, role: Role, scope: Scope = "") -> None:
    desk(ctx).do(Dismiss, officer=officer, role=role, scope=scope)


@officer.command("list", help=N_("List who holds which role."))
def list_(ctx: typer.Context) -> None:
    here = desk(ctx)
    whole = Sentence(N_("the whole election"))
    here.printer.rows(
        {"officer": N_("Officer"), "role": N_("Role"), "scope": N_("For")},
        [
            {"officer": officer, "role": Sentence(ROLE_NAMES[role]), "scope": scope or whole}
            for officer, role, scope in sorted(here.election.founding.officers)
        ],
    )


@seed.command(help=N_("Record the public seed of all lots, once, before any lot is drawn."))
def _seed(
    ctx: typer.Context,
    seed: Annotated[str, typer.Argument(metavar="SEED", help=N_("The seed, as it was drawn in public."))],
    source: Annotated[str, typer.Option(metavar="HOW", help=N_("How it was drawn: dice, a lottery's numbers, ..."))],
) -> None:
    desk(ctx).do(RecordSeed, seed=written(seed, "SEED"), source=written(source, "--source"))


@permit.command(help=N_("Permit a unit to go without contest; it takes the signatures of two returning officers."))
def _permit(
    ctx: typer.Context,
    unit: Unit,
    authority: Authority,
    node: Annotated[
        str,
        typer.Option(metavar="ORGANISATION", help=N_("Only one organisation of the unit, whose list is too short.")),
    ] = "",
) -> None:
    desk(ctx).do(PermitMargin, unit=unit, authority=written(authority, "--authority"), node=node)


@extend.command(help=N_("Keep a stage open longer in one unit."))
def _extend(
    ctx: typer.Context,
    unit: Unit,
    stage: Annotated[
        str,
        typer.Argument(metavar="STAGE", help=N_("nominate, vet, notice, shortlist, poll, credentials or certify.")),
    ],
    closes: Annotated[str, typer.Argument(metavar="DATE", help=N_("The new last day, as 2026-03-31."))],
) -> None:
    desk(ctx).do(ExtendWindow, unit=unit, stage=stage, closes=closes)
