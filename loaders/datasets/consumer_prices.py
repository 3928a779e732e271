"""Consumer prices (*Índice Nacional de Precios al Consumidor*, INPC): general index, monthly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation

from loaders import audit, looks, read
from loaders.errors import BadValue, LoadersError
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text

_NEEDED = ("PERIODO", "GENERAL")
_IGNORED = ("SUBYACENTE", "NO_SUBYACENTE")
_SCHEMA = ("index_id", "period", "fiscal_year", "value", "kind", "source_row")


def _recognise(raw: RawFile) -> bool:
    return looks.has(raw, _NEEDED)


def _tells(raw: RawFile) -> Mapping[str, str]:
    """Return the year of the last month, after which the file is named."""
    with suppress(LoadersError, LookupError, ValueError):
        header, records = read.rectangle(raw)
        return {"last": records[-1][header.index("PERIODO")][:4]}
    return {}


def _read(raw: RawFile) -> Reading:
    import polars as pl

    header, records = read.rectangle(raw)
    audit.header(header, _NEEDED, _IGNORED, where=raw.name)
    places = header.index("PERIODO"), header.index("GENERAL")
    rows = [_row(line, record, *places) for line, record in enumerate(records, 1)]
    return Reading({"price_index": pl.DataFrame(rows, schema=list(_SCHEMA), orient="row")}, len(records))


def _row(line: int, record: Sequence[str], period: int, value: int) -> tuple[object, ...]:
    try:
        month = date.fromisoformat(record[period])
        return "inpc", month, month.year, Decimal(record[value]), "observed", line
    except (ValueError, InvalidOperation):
        raise BadValue("not a month and its index", value=record, todo="look at the file") from None


DATASET = Dataset(
    id="consumer_prices",
    title=Text("Índice Nacional de Precios al Consumidor (INPC)", "Consumer price index (INPC)"),
    description=Text(
        "Índice general mensual; base segunda quincena de julio de 2018 = 100. El valor de un año es el "
        "promedio de sus meses.",
        "Monthly general index; second half of July 2018 = 100. The value of a year is the mean "
        "of its months.",
    ),
    publisher="Instituto Nacional de Estadística y Geografía (INEGI)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:states/)?inpc_\d{4}\.csv"),),
    tables=("price_index",),
    counted=("price_index",),
    read=_read,
    recognise=_recognise,
    tells=_tells,
    named="inpc_{last}.csv",
    secondary=True,
    caveats=(
        Caveat(
            "incomplete_year",
            Text(
                "El último año puede estar incompleto: su promedio es el de los meses publicados.",
                "The last year may be incomplete: its mean is that of the months published.",
            ),
        ),
        Caveat(
            "copy",
            Text(
                "Copia de un tercero; se desconocen la dirección original y la licencia de la copia.",
                "A third party's copy; its original address and licence are unknown.",
            ),
        ),
    ),
)
