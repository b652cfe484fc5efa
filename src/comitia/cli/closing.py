"""``comitia credentials`` and ``comitia certify``: those elected become delegates, and the result is signed."""

from typing import Annotated

import typer

from comitia.cli.arguments import Unit, pairs, written
from comitia.cli.desk import desk
from comitia.stages.certify import SignCertificate
from comitia.stages.credentials import ReviewCredentials
from comitia.texts import N_

credentials = typer.Typer(add_completion=False)
certify = typer.Typer(add_completion=False)


@credentials.command(help=N_("Review those elected in a unit: everybody is confirmed but those refused."))
def _credentials(
    ctx: typer.Context,
    unit: Unit,
    refuse: Annotated[
        list[str] | None, typer.Option(metavar="PERSON=GROUND", help=N_("Refuse a person, on a ground of the charter."))
    ] = None,
    reasons: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("The reasons; they are sealed. - reads standard input."))
    ] = "",
) -> None:
    sealed = written(reasons, "--reasons") if reasons else ""
    desk(ctx).do(ReviewCredentials, unit=unit, refused=pairs(refuse, "PERSON=GROUND"), reasons=sealed)


@certify.command(help=N_("Sign the certificate; the last signature that the charter asks ends the election."))
def _certify(ctx: typer.Context) -> None:
    desk(ctx).do(SignCertificate)
