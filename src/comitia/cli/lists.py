"""``comitia notice`` and ``objection``: lists that are made public."""

from typing import Annotated

import typer

from comitia.cli.arguments import Person, Unit, written
from comitia.cli.desk import desk
from comitia.cli.handing import acknowledged, write_new
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.texts import N_

notice = typer.Typer(add_completion=False, help=N_("Publish lists, and close their notices."))
objection = typer.Typer(add_completion=False, help=N_("Objections to those on a notice."))

Notice = Annotated[str, typer.Argument(metavar="NOTICE", help=N_("The notice's id in the charter."))]
Objection = Annotated[str, typer.Argument(metavar="OBJECTION", help=N_("The objection's number."))]


@notice.command("publish", help=N_("Publish a list, with a period for objections."))
def publish(ctx: typer.Context, unit: Unit, notice: Notice) -> None:
    desk(ctx).do(PublishNotice, unit=unit, notice=notice)


@notice.command("close", help=N_("Close a notice, when its period is over and every objection is answered."))
def close(ctx: typer.Context, unit: Unit, notice: Notice) -> None:
    desk(ctx).do(CloseNotice, unit=unit, notice=notice)


@objection.command("file", help=N_("File an objection to a person on a notice."))
def file_(
    ctx: typer.Context,
    unit: Unit,
    notice: Notice,
    person: Person,
    text: Annotated[str, typer.Option(metavar="TEXT", help=N_("It is sealed. - reads standard input."))],
    objector: Annotated[str, typer.Option(metavar="NAME", help=N_("Who objects; the name is sealed."))] = "",
    receipt: Annotated[
        str,
        typer.Option(metavar="FILE", help=N_("A new file for who objects: it proves what was filed, and when.")),
    ] = "",
) -> None:
    said, here = written(text, "--text"), desk(ctx)
    done = here.act(FileObjection, unit=unit, notice=notice, person=person, text=said, objector=objector)
    here.tell(done, here.election)
    if receipt:
        write_new(receipt, str(acknowledged(here.store, done.first)))
        here.printer.sentence(N_("For whoever objected: {file}. It proves what was filed, and when."), file=receipt)


@objection.command("answer", help=N_("Answer an objection: dismiss it, or uphold it, which another officer confirms."))
def answer(
    ctx: typer.Context,
    unit: Unit,
    objection: Objection,
    outcome: Annotated[str, typer.Argument(metavar="upheld|dismissed", help=N_("What becomes of it."))],
    text: Annotated[str, typer.Option(metavar="TEXT", help=N_("It is sealed. - reads standard input."))],
    heard: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("What the person said to it, to uphold it; it is sealed."))
    ] = "",
) -> None:
    said = written(text, "--text")
    desk(ctx).do(
        AnswerObjection, unit=unit, objection=objection, outcome=outcome, answer=said, heard=written(heard, "--heard")
    )


@objection.command("confirm", help=N_("Confirm that an objection is upheld: the person is off the list."))
def confirm(ctx: typer.Context, unit: Unit, objection: Objection) -> None:
    desk(ctx).do(ConfirmObjection, unit=unit, objection=objection)
