"""``comitia vetting``, ``consultation`` and ``tip-off``: what the bodies say about the nominees."""

from typing import Annotated

import typer

from comitia.cli.arguments import Evidence, Person, Reasons, Unit, each, written
from comitia.cli.desk import desk
from comitia.progress.task import View
from comitia.progress.vetting import unanswered, unconsulted
from comitia.stages.consultations import HoldConsultation
from comitia.stages.opinions import GiveOpinion
from comitia.stages.tip_offs import RecordTipOff
from comitia.stages.vet import CloseVetting, OpenVetting, ReopenVetting
from comitia.texts import N_

vetting = typer.Typer(add_completion=False, help=N_("Vet the nominees: open, give opinions, close, reopen."))
consultation = typer.Typer(add_completion=False, help=N_("Hear the groups that the charter names about the nominees."))
tip_off = typer.Typer(add_completion=False, help=N_("Record what somebody reports about a nominee."))


@vetting.command("open", help=N_("Open vetting of everybody on the unit's list."))
def open_(ctx: typer.Context, unit: Unit) -> None:
    desk(ctx).do(OpenVetting, unit=unit)


@vetting.command("opinion", help=N_("Answer a check about nominees."))
def opinion(
    ctx: typer.Context,
    unit: Unit,
    check: Annotated[str, typer.Argument(metavar="CHECK", help=N_("The check's id in the charter."))],
    clear: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help=N_("Nothing stands against them; several with commas."))
    ] = None,
    adverse: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help=N_("Something does; it takes grounds."))
    ] = None,
    grounds: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("The grounds; they are sealed. - reads standard input."))
    ] = "",
    rest: Annotated[
        bool, typer.Option("--rest", help=N_("Clear everybody else who still needs an answer to this check."))
    ] = False,
    evidence: Evidence = None,
) -> None:
    here = desk(ctx)
    cleared, doubted = each(clear), each(adverse)
    if rest:
        waiting = unanswered(View(here.election, unit, here.today), check)
        cleared += tuple(person for person in waiting if person not in (*cleared, *doubted))
    sealed = written(grounds, "--grounds") if grounds else ""
    files = here.attached(evidence)
    here.do(GiveOpinion, unit=unit, check=check, clear=cleared, adverse=doubted, grounds=sealed, evidence=files)


@vetting.command("close", help=N_("Close vetting, when everybody is decided."))
def close(ctx: typer.Context, unit: Unit) -> None:
    desk(ctx).do(CloseVetting, unit=unit)


@vetting.command("reopen", help=N_("Reopen vetting: an opinion has expired, or no longer counts."))
def reopen(ctx: typer.Context, unit: Unit, reasons: Reasons) -> None:
    desk(ctx).do(ReopenVetting, unit=unit, reasons=written(reasons, "--reasons"))


@consultation.callback()
def _consultation() -> None:
    """The group holds one command so far."""


@consultation.command("hold", help=N_("Record that a group was heard about nominees."))
def hold(
    ctx: typer.Context,
    unit: Unit,
    group: Annotated[str, typer.Argument(metavar="GROUP", help=N_("The group's id under vetting.consult."))],
    heard: Annotated[int, typer.Option(metavar="NUMBER", help=N_("How many people were heard."))],
    summary: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("What they said; it is sealed. - reads standard input."))
    ],
    about: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help=N_("About whom; several with commas."))
    ] = None,
    rest: Annotated[
        bool, typer.Option("--rest", help=N_("About everybody on whom this group is still to be heard."))
    ] = False,
    evidence: Evidence = None,
) -> None:
    here = desk(ctx)
    persons = each(about)
    if rest:
        waiting = unconsulted(View(here.election, unit, here.today), group)
        persons += tuple(person for person in waiting if person not in persons)
    said, files = written(summary, "--summary"), here.attached(evidence)
    here.do(HoldConsultation, unit=unit, group=group, persons=persons, heard=heard, summary=said, evidence=files)


@tip_off.callback()
def _tip_off() -> None:
    """The group holds one command so far."""


@tip_off.command("record", help=N_("Record a tip-off about a nominee, and whether it can be checked."))
def record(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    text: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("What was reported; it is sealed. - reads standard input."))
    ],
    grounds: Annotated[str, typer.Option(metavar="TEXT", help=N_("Why it can be checked or not; they are sealed."))],
    checkable: Annotated[
        bool, typer.Option("--checkable/--vague", help=N_("Whether it is concrete and has to be investigated."))
    ] = True,
    source: Annotated[str, typer.Option(metavar="NAME", help=N_("Who reported it; it is sealed."))] = "",
    evidence: Evidence = None,
) -> None:
    here = desk(ctx)
    here.do(
        RecordTipOff,
        unit=unit,
        person=person,
        checkable=int(checkable),
        text=written(text, "--text"),
        grounds=grounds,
        source=source,
        evidence=here.attached(evidence),
    )
