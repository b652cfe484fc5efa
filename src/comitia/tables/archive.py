"""The archive: a folder of tables, each a Parquet file named by the hash of its canonical CSV."""

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from comitia.record.entry import Table
from comitia.rules import rule
from comitia.tables.canonical import check_cells, check_keys, header, lines
from comitia.tables.engine import open_engine
from comitia.texts import N_

BATCH = 131_072  # rows at a time: the memory of one step, and the row group that a look-up reads

MISSING = rule(
    "table.missing",
    says=N_("Every table that the record names is in the election's folder."),
    refusal=N_("the table {sha256} is not in the folder"),
    cure=N_("put the file {sha256}.parquet back from a copy"),
)
ALTERED = rule(
    "table.altered",
    says=N_("A table is what the record committed to, to the last byte."),
    refusal=N_("the content of the table {sha256} is not what its hash says"),
    cure=N_("put the file {sha256}.parquet back from a copy, and find out who changed it"),
)


class Archive:
    """The tables in one folder. A table is checked against its hash when this object first uses it, then trusted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checked: set[str] = set()

    def put(self, rows: pa.Table | duckdb.DuckDBPyRelation, columns: Sequence[str], key: int) -> Table:
        """Keep ``columns`` of ``rows``, the first ``key`` of them being the key; the same content is one file.

        Rows may come in any order. Raises RuleBroken (``table.cell``, ``table.duplicate``).
        """
        if isinstance(rows, pa.Table):
            with open_engine() as engine:
                return self._keep(_canonical(engine.from_arrow(rows), columns, key), columns, key)
        return self._keep(_canonical(rows, columns, key), columns, key)

    def _keep(self, rows: pa.RecordBatchReader, columns: Sequence[str], key: int) -> Table:
        self.folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
            try:
                digest, count = _write(rows, key, file)
                os.fsync(file.fileno())
                table = Table(digest, count, tuple(columns))
                Path(file.name).replace(self._file(table))
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        _sync_folder(self.folder)
        self._checked.add(table.sha256)
        return table

    def path(self, table: Table) -> Path:
        """The Parquet file of a table, for an engine. Raises RuleBroken (``table.missing``, ``table.altered``)."""
        if not self._file(table).is_file():
            raise MISSING.broken(sha256=table.sha256)
        if table.sha256 not in self._checked:
            for _ in self._csv(table):
                pass
        return self._file(table)

    def write_csv(self, table: Table, path: Path) -> None:
        """Write the canonical CSV to ``path``. Raises as ``path`` does, and then leaves no file there."""
        try:
            with path.open("wb") as file:
                for block in self._csv(table):
                    file.write(block)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def rows(self, table: Table) -> Iterator[tuple[str | int, ...]]:
        """The rows in their order, as tuples of texts and integers. Raises as ``path`` does."""
        for batch in pq.ParquetFile(self.path(table)).iter_batches(BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def _file(self, table: Table) -> Path:
        return self.folder / f"{table.sha256}.parquet"

    def _csv(self, table: Table) -> Iterator[bytes | pa.Buffer]:
        """The canonical CSV block by block; what was given so far is refused at the end if the hash is another."""
        digest = sha256(header(table.columns))
        count = 0
        yield header(table.columns)
        try:
            with pq.ParquetFile(self._file(table), page_checksum_verification=True) as file:
                schema = file.schema_arrow
                if tuple(schema.names) != table.columns or not {*schema.types} <= {pa.int64(), pa.string()}:
                    raise ALTERED.broken(sha256=table.sha256)
                for batch in file.iter_batches(BATCH):
                    check_cells(batch, key=1)
                    block = lines(batch)
                    digest.update(block)
                    count += batch.num_rows
                    yield block
        except FileNotFoundError as error:
            raise MISSING.broken(sha256=table.sha256) from error
        except (pa.ArrowException, OSError) as error:
            raise ALTERED.broken(sha256=table.sha256) from error
        if (digest.hexdigest(), count) != (table.sha256, table.rows):
            raise ALTERED.broken(sha256=table.sha256)
        self._checked.add(table.sha256)


def _canonical(rows: duckdb.DuckDBPyRelation, columns: Sequence[str], key: int) -> pa.RecordBatchReader:
    """The columns asked for, as BIGINT and VARCHAR, sorted by the key. (An enum, uncast, would sort by its codes.)"""
    kinds = dict(zip(rows.columns, (kind.id for kind in rows.types), strict=True))
    cells = (f'CAST("{name}" AS {_CELLS[kinds[name]]}) AS "{name}"' for name in columns)
    order = (f'"{name}"' for name in columns[:key])
    return rows.project(", ".join(cells)).order(", ".join(order)).to_arrow_reader(BATCH)


_INTEGERS = ("tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint")
_CELLS = dict.fromkeys(_INTEGERS, "BIGINT") | dict.fromkeys(("varchar", "enum"), "VARCHAR")


def _write(rows: pa.RecordBatchReader, key: int, file: IO[bytes]) -> tuple[str, int]:
    """Write sorted rows as Parquet; gives the hash of the canonical CSV and the number of rows."""
    digest = sha256(header(rows.schema.names))
    count = 0
    last = pa.RecordBatch.from_pylist([], rows.schema)
    with pq.ParquetWriter(file, rows.schema, compression="zstd", write_page_checksum=True) as writer:
        for batch in rows:
            check_cells(batch, key)
            check_keys(pa.concat_batches([last, batch]), key)
            digest.update(lines(batch))
            writer.write_batch(batch)
            count += batch.num_rows
            last = batch.slice(batch.num_rows - 1)
    file.flush()
    return digest.hexdigest(), count


def _sync_folder(folder: Path) -> None:
    """Make the new name durable: a rename is only in the folder's own pages until these are written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
