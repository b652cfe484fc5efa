"""The whole play: every stage in its order, each told as a chapter when it is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from comitia import folder
from comitia.charter.model import Charter
from comitia.rehearsal import cast, closing, lotteries, nominations, polling, preparing, splitting, vetting
from comitia.rehearsal.chapter import Chapter, Progress
from comitia.rehearsal.clock import SteppedClock
from comitia.rehearsal.setting import Setting
from comitia.texts import N_, Sentence


@dataclass(frozen=True)
class Play:
    """What is rehearsed: a charter, at a scale (1 is its real size), with chance from a seed.

    ``uncontested``: units that get the permission to go without contest. ``placed_in``: units in which a higher body
    places a nominee.
    """

    charter: Charter
    seed: str
    scale: Fraction
    uncontested: tuple[str, ...] = ()
    placed_in: tuple[str, ...] = ()

    def perform(self, path: Path, progress: Progress) -> Iterator[Chapter]:
        """Run the election in a new folder, chapter by chapter; the folder then holds its record and tables.

        Raises RuleBroken where the charter cannot be carried out with the people made up for it.
        """
        charter = self.charter
        clock = SteppedClock(charter.calendar.zone, min(window.opens for window in charter.calendar.windows))
        office = folder.found(path, charter, cast.FOUNDER, rehearsal=True, clock=clock)
        evidence = folder.Folder(path).evidence
        setting = Setting(
            office, clock, charter, self.seed, self.scale, progress, evidence, self.uncontested, self.placed_in
        )
        yield from preparing.prepare(setting)
        yield from nominations.nominate(setting)
        yield from vetting.notices(setting, "vet")
        yield from vetting.vet(setting)
        yield from vetting.notices(setting, "shortlist")
        yield from splitting.split(setting)
        yield from lotteries.draw(setting) if charter.shortlist.by_lottery else vetting.shortlists(setting)
        yield from vetting.notices(setting, "poll")
        yield from polling.poll(setting)
        yield from closing.close(setting)
        yield refusals(setting)


def refusals(setting: Setting) -> Chapter:
    return Chapter(
        Sentence(
            N_("Asked in vain: {count} acts that the rules forbid, and what the office said"),
            {"count": len(setting.refusals)},
        ),
        remarks=tuple(
            Sentence(
                N_("{rule}: {message}; {cure}"),
                {"rule": refusal.rule.id, "message": refusal.message, "cure": refusal.cure},
            )
            for refusal in setting.refusals
        ),
    )
