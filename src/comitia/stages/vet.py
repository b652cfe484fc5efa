"""Vet: bodies answer checks about each nominee; a veto needs two people and lets the nominee reply first."""

from typing import ClassVar, Literal

from comitia.record.entry import Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class VettingOpened(Event, frozen=True, tag="vetting.opened"):
    """Who is vetted: the unit's list of the last round and those placed, less those withdrawn; with their groups."""

    unit: Id
    nominees: tuple[tuple[Id, tuple[Id, ...]], ...]


class OpinionGiven(Event, frozen=True, tag="opinion.given"):
    """A body's answer to one check about many nominees: ``clear``, or ``adverse``. Sealed part: ``grounds``."""

    unit: Id
    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()


class VetoProposed(Event, frozen=True, tag="veto.proposed"):
    """The first decider's veto. Sealed part: ``reasons``."""

    unit: Id
    person: Id
    ground: Id


class VetoSeconded(Event, frozen=True, tag="veto.seconded"):
    """A further decider agrees; with the last that the charter asks, the nominee is told and may reply until ``reply_by``
    (a date, included; empty while deciders are missing)."""

    unit: Id
    person: Id
    reply_by: str = ""


class VetoReplied(Event, frozen=True, tag="veto.replied"):
    """The nominee's reply was received. Sealed part: ``reply``."""

    unit: Id
    person: Id


class VetoConcluded(Event, frozen=True, tag="veto.concluded"):
    """After the reply or its time: the veto stands, or is lifted, by somebody who did not propose or second it."""

    unit: Id
    person: Id
    outcome: Literal["stands", "lifted"]


class VettingClosed(Event, frozen=True, tag="vetting.closed"):
    """Everybody is decided: ``passed`` every check that applies, or ``failed`` (a veto stands, or withdrawn)."""

    unit: Id
    passed: tuple[Id, ...]
    failed: tuple[Id, ...]


# --- intents ---------------------------------------------------------------------------------------------------------


class OpenVetting(Intent, frozen=True, tag="vetting.open"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id


class GiveOpinion(Intent, frozen=True, tag="opinion.give"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    unit: Id
    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()
    grounds: str = ""


class ProposeVeto(Intent, frozen=True, tag="veto.propose"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    unit: Id
    person: Id
    ground: Id
    reasons: str


class SecondVeto(Intent, frozen=True, tag="veto.second"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    unit: Id
    person: Id


class ReplyToVeto(Intent, frozen=True, tag="veto.reply"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    person: Id
    reply: str


class ConcludeVeto(Intent, frozen=True, tag="veto.conclude"):
    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    unit: Id
    person: Id
    outcome: Literal["stands", "lifted"]


class CloseVetting(Intent, frozen=True, tag="vetting.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
