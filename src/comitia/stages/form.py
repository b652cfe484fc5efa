"""The form of what is asked: texts as the record would have them, and for each field the words and figures that fit."""

import reprlib
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from comitia.record.entry import Count, Event, Id
from comitia.rules import RuleBroken, rule
from comitia.stages.intent import Intent
from comitia.stages.roles import Scope
from comitia.texts import N_, Parameter, Sentence

FORM = rule(
    "office.form",
    says=N_("An act is well formed: ids are ASCII codes, figures are whole numbers that are not negative."),
    refusal=N_("{act} cannot be carried out as it was asked: {field} cannot be {written}"),
    cure=N_("write {fitting}"),
)
ID = N_(
    "an id: Latin letters and digits, then also dots, hyphens and underscores, at most 64 signs "
    "(a person's name is given with `--name`)"
)
NUMBER = N_("a whole number that is not negative and less than 2^53")
CHOICE = N_("one of: {known}")
TEXT = N_("a text in Unicode")

UNFIT = (msgspec.MsgspecError, TypeError, ValueError, OverflowError)
"""What the encoder and the decoder raise."""

Asked = TypeVar("Asked", bound=Intent)


def well_formed(intent: Asked) -> Asked:
    """The intent as the record would have it, its texts in Normal Form C. Raises RuleBroken ``office.form``."""
    try:
        asked: Asked = _recorded(intent, type(intent))
    except UNFIT:
        fields = ((field.name, getattr(intent, field.name), field.type) for field in msgspec.structs.fields(intent))
        name, written, kind = next(field for field in fields if not _fits(*field[1:]))
        raise _misfit(intent, name, *_part(written, kind)) from None
    return asked


def officer(actor: str, asked: Intent | Event) -> str:
    """The officer's id. Raises RuleBroken ``office.form``."""
    if not _fits(actor, Id):
        raise _misfit(asked, Sentence(N_("the officer who acts")), actor, Id)
    return str(_recorded(actor, Id))


def act_of(asked: Intent | Event) -> str:
    """The name of an act: ``round.close``."""
    return str(type(asked).__struct_config__.tag)


def _recorded(written: Any, kind: Any) -> Any:
    return msgspec.json.decode(unicodedata.normalize("NFC", msgspec.json.encode(written).decode()), type=kind)


def _fits(written: Any, kind: Any) -> bool:
    try:
        _recorded(written, kind)
    except UNFIT:
        return False
    return True


def _part(written: Any, kind: Any) -> tuple[Any, Any]:
    """What does not fit in a field, and its kind: the first such part of a list or table, else the whole."""
    return next((part for part in _parts(written, *get_args(kind)) if not _fits(*part)), (written, kind))


def _parts(written: Any, *kinds: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(written, tuple):
        yield from ((each, kinds[0]) for each in written)
    elif isinstance(written, dict):
        for key, value in written.items():
            yield from ((key, kinds[0]), (value, kinds[1]))


def _misfit(asked: Intent | Event, field: Parameter, written: Any, kind: Any) -> RuleBroken:
    return FORM.broken(act=act_of(asked), field=field, written=reprlib.repr(written), fitting=_fitting(kind))


def _fitting(kind: Any) -> Sentence:
    if get_origin(kind) is Literal:
        return Sentence(CHOICE, {"known": ", ".join(map(str, get_args(kind)))})
    if kind in (Id, Scope):
        return Sentence(ID)
    return Sentence(NUMBER if kind == Count else TEXT)
