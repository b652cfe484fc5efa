"""Made-up bodies of the organisations above the primary ones: how many people each has, and how these decide."""

import numpy as np
import pyarrow as pa

from comitia.charter.model import Round
from comitia.record.entry import Table
from comitia.register.returns import keep_returns
from comitia.rehearsal.setting import Setting
from comitia.stages.ladder import former

SMALLEST, LARGEST = 7, 40
"""People in a body, at the least and at the most."""


def with_bodies(setting: Setting, unit: str, organisations: pa.Table) -> pa.Table:
    """A unit's register with the column electors, where the charter has rounds above the primary organisations."""
    if not setting.charter.deliberating:
        return organisations
    sizes = setting.chance("bodies", unit).integers(SMALLEST, LARGEST + 1, organisations.num_rows)
    sizes[organisations["members"].to_numpy() > 0] = 0
    return organisations.append_column("electors", pa.array(sizes))


def deliberated(setting: Setting, unit: str, plan: Round) -> tuple[Table, Table]:
    """The returns of a round above the primary organisations: nearly all of a body take part, and think about everybody
    on its list, the more of those who came up with much support."""
    own, archive = setting.election.nominations[unit], setting.office.given.archive
    chance = setting.chance("deliberation", unit, plan.id)
    lists: dict[str, list[tuple[int, str]]] = {}
    for node, person, organisations, _ in archive.rows(former(own, setting.charter, plan).lists):
        lists.setdefault(str(node), []).append((-int(organisations), str(person)))
    returns, support = [], []
    assert own.register is not None
    for organisation, _, level, _, electors in archive.rows(own.register):
        if level == plan.level:
            present = int(max(1, chance.binomial(int(electors), 0.95)))
            returns.append({"organisation": organisation, "participants": present})
            listed = sorted(lists.get(str(organisation), []))
            liking: list[float] = np.linspace(0.9, 0.2, len(listed)).tolist()
            for (_, person), share in zip(listed, liking, strict=True):
                members = int(max(1, chance.binomial(present, share)))
                support.append({"organisation": organisation, "person": person, "members": members})
    texts, number = pa.string(), pa.int64()
    filed = pa.schema([("organisation", texts), ("participants", number)])
    named = pa.schema([("organisation", texts), ("person", texts), ("members", number)])
    return keep_returns(archive, pa.Table.from_pylist(returns, filed), pa.Table.from_pylist(support, named))
