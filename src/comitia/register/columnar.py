"""Rows of a Parquet file from another program."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comitia.register.limits import Limits, check_shape, check_size
from comitia.register.workbook import KIND, UNREADABLE
from comitia.rules import Fault, RulesBroken

BATCH = 65_536


def columnar_rows(content: bytes, file: str, limits: Limits, faults: list[Fault]) -> Iterator[list[str]]:
    """The column names, then the rows as texts; a number that is not whole is added to ``faults``.

    Raises RulesBroken (``sheet.unreadable``, ``sheet.kind`` for a column of another kind, and those of the limits).
    """
    try:
        with pq.ParquetFile(pa.BufferReader(content)) as source:
            check_shape(file, source.metadata.num_rows + 1, source.metadata.num_columns, limits)
            groups = range(source.metadata.num_row_groups)
            check_size(file, sum(source.metadata.row_group(n).total_byte_size for n in groups), limits.unpacked)
            _check_kinds(source.schema_arrow, file)
            names = list(source.schema_arrow.names)
            yield names
        number, unpacked = 2, 0
        with pq.ParquetFile(pa.BufferReader(content), read_dictionary=names, page_checksum_verification=True) as source:
            for batch in source.iter_batches(BATCH):
                unpacked += sum(map(_length, batch.columns))
                check_size(file, unpacked, limits.unpacked)
                columns = [_texts(column, file, number, at, faults) for at, column in enumerate(batch.columns, 1)]
                yield from map(list, zip(*columns, strict=True))
                number += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise RulesBroken((Fault(UNREADABLE, {"reason": str(error)}, file),)) from error


def _check_kinds(schema: pa.Schema, file: str) -> None:
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_null)
    faults = tuple(
        Fault(KIND, {"value": str(field.type)}, file, 1, at)
        for at, field in enumerate(schema, 1)
        if not any(kind(field.type) for kind in kinds)
    )
    if faults:
        raise RulesBroken(faults)


def _length(column: pa.Array) -> int:
    """Bytes of the texts once each row has its own: in the file a long one may stand once and count for every row."""
    if not pa.types.is_dictionary(column.type):
        return 0
    return pc.sum(pc.binary_length(column.dictionary).take(column.indices)).as_py() or 0


def _texts(column: pa.Array, file: str, number: int, at: int, faults: list[Fault]) -> list[str]:
    """An absent value is an empty text. ``number`` is the first row's."""
    broken: list[int] = []
    values = column
    if pa.types.is_floating(column.type):
        whole = pc.and_(pc.less(pc.abs(column), 10**15), pc.equal(column, pc.floor(column)))
        broken = [place for place, good in enumerate(pc.fill_null(whole, True).to_pylist()) if not good]
        values = pc.if_else(whole, column, None).cast(pa.int64())
    texts: list[str] = pc.fill_null(values.cast(pa.string()), "").to_pylist()
    for place in broken:
        texts[place] = str(column[place])
        faults.append(Fault(KIND, {"value": texts[place]}, file, number + place, at))
    return texts
