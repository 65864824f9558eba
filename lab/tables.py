"""Rows of figures as files: CSV, or Parquet where pyarrow is installed; knows nothing of what the figures mean."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from codec.errors import UsageError
from traces.cleaning import clean_cell
from traces.folder import write_whole

Cell = str | float | int | bool | None


def check_table_path(path: Path) -> None:
    """Refuse a name that no table can be written under before any work begins; raises UsageError."""
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise UsageError(f"{path}: a table is written as .csv or .parquet")


def write_table(rows: Sequence[Mapping[str, Cell]], path: Path) -> None:
    """Write rows that all have the same columns; an unknown figure is an empty cell.

    Raises UsageError for another kind of file or where pyarrow is missing, StorageError when the disk refuses.
    """
    check_table_path(path)
    columns = list(rows[0]) if rows else []
    data = _parquet(rows, columns) if path.suffix.lower() == ".parquet" else _csv(rows, columns)
    write_whole(path, data)


def _csv(rows: Sequence[Mapping[str, Cell]], columns: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: clean_cell(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows
    )
    return text.getvalue().encode()


def _parquet(rows: Sequence[Mapping[str, Cell]], columns: Sequence[str]) -> bytes:
    try:
        import pyarrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; write .csv, or pip install 'mubpp[lab]'") from error
    stream = io.BytesIO()
    table = pyarrow.table({name: [row[name] for row in rows] for name in columns})
    pyarrow.parquet.write_table(table, stream)
    return stream.getvalue()
