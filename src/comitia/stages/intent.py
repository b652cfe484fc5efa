"""What an officer asks of the office, and the circumstances in which it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import msgspec

from comitia.record.entry import Id
from comitia.tables.archive import Archive


class Intent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="do"):
    """Something that an officer wants done. Subclasses name the act: ``class Close(Intent, tag="round.close")``.

    ``roles`` are those who may do it (nobody, if a subclass names none). A filer acts for the intent's ``organisation``
    only, unless appointed for all of them.
    """

    roles: ClassVar[tuple[str, ...]] = ()


class UnitIntent(Intent, frozen=True):
    """Something that is to be done in one unit, by officers of that unit or of the whole election."""

    unit: Id


class Act(msgspec.Struct, frozen=True):
    """Who acts, when (UTC, as entries have it), and which day that is in the charter's time zone."""

    actor: str
    time: str
    today: date


@dataclass(frozen=True)
class Given:
    """What a decision may read besides the record: tables by their content, sealed parts by their commitment."""

    archive: Archive
    opened: Callable[[str], str | None]
