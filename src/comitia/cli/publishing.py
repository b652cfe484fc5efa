"""``comitia documents``: what people read and hang on a wall."""

from pathlib import Path
from typing import Annotated

import typer

from comitia.cli.desk import desk
from comitia.documents.publishing import publish
from comitia.texts import N_

documents = typer.Typer(add_completion=False)


@documents.command(help=N_("Write every document that the record has led to so far, as HTML, CSV and JSON."))
def _documents(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help=N_("The folder to write them to."))],
) -> None:
    here = desk(ctx)
    store, code = here.store, here.printer.language.code
    written = [*publish(store.leaves(), here.folder.archive, store.opening, Path(folder), code)]
    here.printer.rows({"file": N_("File")}, [{"file": str(path)} for path in written])
