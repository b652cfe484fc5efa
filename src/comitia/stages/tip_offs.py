"""Tip-offs: what somebody reports about a nominee is recorded, and investigated where it is concrete (CN-P-06 c)."""

from typing import ClassVar, Literal

from comitia.record.entry import Draft, Entry, Id
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import TipOff, UnitVetting, Vetting, stated, under_way, vetted
from comitia.stages.event import UnitEvent
from comitia.stages.evidence import Attachments, sealed_evidence
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.opinions import in_time
from comitia.stages.recusal import no_own_case

# --- entries ---------------------------------------------------------------------------------------------------------


class TipOffRecorded(UnitEvent, frozen=True, tag="tip-off.recorded"):
    """Somebody reported something. ``checkable`` is 1 where it is concrete enough to be investigated, and then binds.

    Sealed parts: ``text``, ``grounds`` (why it is checkable or not), ``source`` where it is known, ``evidence``.
    """

    person: Id
    checkable: Literal[0, 1]


# --- intents ---------------------------------------------------------------------------------------------------------


class RecordTipOff(UnitIntent, frozen=True, tag="tip-off.record"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    person: Id
    checkable: Literal[0, 1]
    text: str
    grounds: str
    source: str = ""
    evidence: Attachments = ()


# --- decisions -------------------------------------------------------------------------------------------------------


def decide(intent: UnitIntent, act: Act, state: Vetting, founding: Founding, conflicts: UnitConflicts) -> list[Draft]:
    own = under_way(state, intent.unit)
    in_time(intent.unit, act, own, founding)
    match intent:
        case RecordTipOff():
            return [record(intent, act, own, conflicts)]
        case _:
            raise AssertionError(intent)


def record(intent: RecordTipOff, act: Act, own: UnitVetting, conflicts: UnitConflicts) -> Draft:
    vetted(intent.person, own, intent.unit)
    no_own_case(act, conflicts, intent.person)
    stated(intent.text, intent.grounds)
    sealed = {"text": intent.text, "grounds": intent.grounds} | sealed_evidence(intent.evidence)
    sealed |= {"source": intent.source} if intent.source.strip() else {}
    return Draft(TipOffRecorded(intent.unit, intent.person, intent.checkable), sealed)


def apply(state: Vetting, event: TipOffRecorded, entry: Entry) -> None:
    own = state[event.unit]
    own.tip_offs.append(TipOff(entry.actor, event.person, bool(event.checkable), entry.time))
