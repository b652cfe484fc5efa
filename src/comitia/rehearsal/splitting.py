"""The chapters of quotas of the whole: each is split over the units before the first shortlist."""

from collections.abc import Iterator

from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.setting import Setting
from comitia.stages.split import SplitQuota, wholes
from comitia.texts import N_, Sentence

COLUMNS = (N_("unit"), N_("seats"), N_("of the group, at least"), N_("can be at most"))


def split(setting: Setting) -> Iterator[Chapter]:
    for quota in wholes(setting.charter):
        setting.do(SplitQuota(quota.id), cast.FOUNDER)
        own, seats = setting.election.splits[quota.id], setting.election.seats.of
        yield Chapter(
            Sentence(N_("A quota of the whole is split: {quota}"), {"quota": quota.name}),
            tuple(Sentence(column) for column in COLUMNS),
            tuple(
                (unit.name, seats[unit.id], own.parts[unit.id], own.most[unit.id])
                for unit in setting.charter.units
                if unit.id in own.parts
            ),
        )
