"""Notice: a list is made public for its time; objections are filed against it and have to be answered."""

from typing import ClassVar, Literal

from comitia.record.entry import Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class NoticePublished(Event, frozen=True, tag="notice.published"):
    """``notice`` is the charter's; ``until`` is the last day on which objections are taken."""

    unit: Id
    notice: Id
    persons: tuple[Id, ...]
    until: str


class ObjectionFiled(Event, frozen=True, tag="objection.filed"):
    """Somebody objects to a person on the notice. Sealed parts: ``text``, and ``objector`` where one is named."""

    unit: Id
    notice: Id
    objection: Id
    person: Id


class ObjectionAnswered(Event, frozen=True, tag="objection.answered"):
    """``upheld`` takes the person off the list; ``dismissed`` does not. Sealed part: ``answer``."""

    unit: Id
    objection: Id
    outcome: Literal["upheld", "dismissed"]


class NoticeClosed(Event, frozen=True, tag="notice.closed"):
    """Its time is over and every objection is answered."""

    unit: Id
    notice: Id


# --- intents ---------------------------------------------------------------------------------------------------------


class PublishNotice(Intent, frozen=True, tag="notice.publish"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    notice: Id


class FileObjection(Intent, frozen=True, tag="objection.file"):
    """Anyone may object; the unit's secretary files it for them."""

    roles: ClassVar[tuple[str, ...]] = ("secretary", "returning_officer")
    unit: Id
    notice: Id
    person: Id
    text: str
    objector: str = ""


class AnswerObjection(Intent, frozen=True, tag="objection.answer"):
    """By somebody other than who filed it."""

    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    unit: Id
    objection: Id
    outcome: Literal["upheld", "dismissed"]
    answer: str


class CloseNotice(Intent, frozen=True, tag="notice.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    notice: Id
