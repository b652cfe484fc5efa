"""What every chapter of a rehearsal works with: the office, its clock, the charter, and chance from a seed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from comitia.charter.model import Charter, Stage, Unit
from comitia.election import Election
from comitia.office import Office, Receipt
from comitia.record.sealed import Opening
from comitia.rehearsal.chapter import Progress
from comitia.rehearsal.clock import SteppedClock
from comitia.rules import RuleBroken
from comitia.stages.evidence import Attachment
from comitia.stages.intent import Intent
from comitia.stores.evidence import Evidence
from comitia.texts import Sentence


@dataclass
class Setting:
    office: Office
    clock: SteppedClock
    charter: Charter
    seed: str
    scale: Fraction
    progress: Progress
    evidence: Evidence
    uncontested: tuple[str, ...] = ()
    placed_in: tuple[str, ...] = ()
    refusals: list[RuleBroken] = field(default_factory=list)

    @property
    def election(self) -> Election:
        return self.office.election

    def do(self, intent: Intent, officer: str, openings: Iterable[Opening] = ()) -> Receipt:
        return self.office.do(intent, officer, openings=openings)

    def try_in_vain(self, intent: Intent, officer: str) -> None:
        """Ask for something that the rules forbid, and keep the refusal to show it."""
        try:
            self.do(intent, officer)
        except RuleBroken as refusal:
            self.refusals.append(refusal)
        else:
            raise AssertionError(f"the office did what it must refuse: {intent}")

    def file(self, name: str) -> Attachment:
        """A made-up file, as evidence."""
        return self.evidence.take(name, f"({name}: made up for a rehearsal)\n".encode())

    def chance(self, *purpose: str) -> np.random.Generator:
        """Chance of its own for each purpose, so that no chapter's luck depends on another's."""
        digest = hashlib.sha256("\n".join([self.seed, *purpose]).encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))

    def units(self, what: Sentence) -> Iterable[Unit]:
        """The charter's units, one by one, with their progress shown."""
        return self.progress.each(self.charter.units, what, len(self.charter.units))

    def opens(self, stage: Stage) -> date:
        return next(window.opens for window in self.charter.calendar.windows if window.stage == stage)
