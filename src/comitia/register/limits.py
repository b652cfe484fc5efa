"""How much of a file is read: a file from outside may be made to fill a machine."""

import msgspec

from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_


class Limits(msgspec.Struct, frozen=True):
    """``bytes`` of the file, ``unpacked`` bytes of what is packed in it and their ``ratio``, ``rows`` below the header,
    ``columns``, and characters in one ``cell``."""

    bytes: int = 512 * 2**20
    unpacked: int = 2 * 2**30
    ratio: int = 200
    rows: int = 5_000_000
    columns: int = 64
    cell: int = 1_000


SIZE = rule(
    "sheet.size",
    says=N_("A file is not larger than the limit, packed or unpacked."),
    refusal=N_("the file has {bytes} bytes, and may have {limit}"),
    cure=N_("split the file, or leave out what does not belong to it"),
)
ROWS = rule(
    "sheet.rows",
    says=N_("A file has no more rows than the limit."),
    refusal=N_("the file has more than {limit} rows"),
    cure=N_("split the file, or delete what stands below the last row that you need"),
)
COLUMNS = rule(
    "sheet.columns",
    says=N_("A file has no more columns than the limit."),
    refusal=N_("the file has {columns} columns, and may have {limit}"),
    cure=N_("delete what stands right of the last column that you need"),
)


def check_size(file: str, size: int, limit: int) -> None:
    """Raises RulesBroken (``sheet.size``)."""
    if size > limit:
        raise RulesBroken((Fault(SIZE, {"bytes": size, "limit": limit}, file),))


def check_shape(file: str, rows: int, columns: int, limits: Limits) -> None:
    """``rows`` counts the header. Raises RulesBroken (``sheet.rows``, ``sheet.columns``)."""
    if rows > limits.rows + 1:
        raise RulesBroken((Fault(ROWS, {"limit": limits.rows}, file, limits.rows + 2),))
    if columns > limits.columns:
        raise RulesBroken((Fault(COLUMNS, {"columns": columns, "limit": limits.columns}, file),))
