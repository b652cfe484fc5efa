"""The election as it stood before an entry, so that what was decided then is explained by what was known then."""

from collections.abc import Sequence

from comitia.charter.model import Charter
from comitia.election import Election
from comitia.record.entry import Entry
from comitia.stages.founding import ElectionFounded, Founding


def before(number: int, charter: Charter, entries: Sequence[Entry]) -> Election:
    """The state that the entries before this one have led to."""
    election = Election(Founding(charter, False, set()))
    for entry in entries[:number]:
        if entry.kind != ElectionFounded.__struct_config__.tag:  # its charter is here already
            election.apply(entry)
    return election
