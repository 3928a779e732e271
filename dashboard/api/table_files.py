"""A table of any length as CSV, Parquet, XLSX, and JSON that describes it: how each is written and sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import flask

from dashboard.api import sheets, tabular
from dashboard.i18n import search as words
from dashboard.i18n import ui
from loaders.fields import arrow_type, field
from loaders.model import Column, Language

if TYPE_CHECKING:
    import pyarrow as pa

_DESCRIPTION: Final = "json"


@dataclass(frozen=True)
class TableFile:
    """What a file is made of.

    `name` is its name without ending, `address` says where the same rows are with another ending. `telling`
    goes into Parquet's metadata, `note` onto a workbook's second sheet, `about` into the description, which
    has the rows, too, where `with_data`.
    """

    name: str
    version: str
    rows: int
    columns: Sequence[Column]
    nullable: frozenset[str]
    pieces: Callable[[], Iterator[pa.Table]]
    address: Callable[[str], str]
    sheets: tuple[str, str]
    note: Sequence[str]
    telling: Mapping[str, str]
    about: Callable[[], Mapping[str, Any]]
    language: Language
    key: tuple[str, ...]
    with_data: bool = True

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the columns."""
        import pyarrow as pa

        return pa.schema([(column.name, arrow_type(column.kind)) for column in self.columns])


@dataclass(frozen=True)
class Ending:
    """A kind of file: its media type and how it is written."""

    media_type: str
    write: Callable[[TableFile], Iterator[bytes]]


def _csv(file: TableFile) -> Iterator[bytes]:
    return tabular.csv(file.pieces(), file.schema)


def _parquet(file: TableFile) -> Iterator[bytes]:
    told = {"version": file.version, **file.telling, "source": file.address(_DESCRIPTION)}
    return tabular.parquet(file.pieces(), file.schema, told)


def _xlsx(file: TableFile) -> Iterator[bytes]:
    return tabular.xlsx(file.pieces(), file.schema, file.sheets, [*file.note, *_left_out(file)])


def _left_out(file: TableFile) -> list[str]:
    """Say which rows a workbook has no place for."""
    left = file.rows - sheets.MOST_ROWS
    told = ui.fill(words.SHEET_LIMIT, most=f"{sheets.MOST_ROWS:,}", left=f"{left:,}")
    return [told.in_(file.language)] if left > 0 else []


def _json(file: TableFile) -> Iterator[bytes]:
    # Dates as ISO 8601 writes them: flask's own way is that of HTTP headers.
    described = json.dumps(description(file), ensure_ascii=False, indent=1, default=str)
    if not file.with_data:
        yield f"{described}\n".encode()
        return
    yield f'{described.removesuffix("}").rstrip()},\n "data": ['.encode()
    separator = "\n"
    for piece in file.pieces():
        for row in piece.to_pylist():
            yield f"{separator}{json.dumps(_exact(row), ensure_ascii=False)}".encode()
            separator = ",\n"
    yield b"]}\n"


def _exact(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with decimals as text: a JSON number is a binary float to most readers."""
    return {name: format(cell, "f") if isinstance(cell, Decimal) else cell for name, cell in row.items()}


def description(file: TableFile) -> dict[str, Any]:
    """Return what a file holds, as a Data Package: its rows, its columns with their meaning, its sources."""
    return {
        "profile": "tabular-data-package",
        "version": file.version,
        "rows": file.rows,
        **file.about(),
        "resources": [
            {"path": file.address(ending), "format": ending} for ending in ENDINGS if ending != _DESCRIPTION
        ],
        "schema": {
            "fields": [field(column, column.name not in file.nullable) for column in file.columns],
            "primaryKey": list(file.key),
            "missingValues": [""],
        },
    }


ENDINGS: Mapping[str, Ending] = {
    "csv": Ending("text/csv; charset=utf-8", _csv),
    "parquet": Ending("application/vnd.apache.parquet", _parquet),
    "xlsx": Ending("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    _DESCRIPTION: Ending("application/json; charset=utf-8", _json),
}


def register(server: flask.Flask, name: str, answer: Callable[[str, Language], flask.Response]) -> None:
    """Serve /descargas/<name>.<ending> in both languages, as `answer` gives it for ending and language."""
    for prefix, language in (("", "es"), ("/en", "en")):
        rule = f"{prefix}/descargas/{name}.<any({', '.join(ENDINGS)}):ending>"
        server.add_url_rule(rule, f"{name}_{language}", answer, defaults={"language": language})


def sent(file: TableFile, ending: str) -> flask.Response:
    """Return a file as a response that is written while it is sent."""
    kind = ENDINGS[ending]
    response = flask.Response(kind.write(file), content_type=kind.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}.{ending}"'
    response.headers["Cache-Control"] = "no-cache"
    described = f'<{file.address(_DESCRIPTION)}>; rel="describedby"; type="application/json"'
    response.headers["Link"] = described
    response.headers["X-Store-Version"] = file.version
    response.headers["X-Rows"] = str(file.rows)
    if ending == "xlsx" and file.rows > sheets.MOST_ROWS:
        response.headers["X-Rows-Left-Out"] = str(file.rows - sheets.MOST_ROWS)
    return response
