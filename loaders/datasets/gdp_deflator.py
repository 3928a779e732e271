"""GDP deflator (*deflactor del PIB*) that the SHCP uses, annual, 2018 = 100, from an R data file."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from loaders import audit, read
from loaders.errors import BadValue
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, SeriesBreak, Text

_OBJECT = "deflactor_local"
_MAGIC, _HEAD = (b"RDX2\n", b"RDX3\n"), 4096
# What the library lets through of its own and of Python's when bytes are not what they should be.
_UNREADABLE = (ValueError, KeyError, IndexError, TypeError, NotImplementedError, RecursionError, EOFError)
_TODO = "look at the file, or load it again from where it was had: `cuentas load gdp_deflator --from FILE`"
_PLACES = Decimal("0.000000001")
_SCHEMA = ("index_id", "period", "fiscal_year", "value", "kind", "source_row")
# 2003-2018 equal, to four decimals, 100 x current / constant GDP of INEGI (2018 = 100, held): observed.
# From 2026 a year was not over when the file was obtained, and 2027-2029 grow by 3.5 % exactly: projected.
# The file says nothing of the other years.
_OBSERVED = range(2003, 2019)
_PROJECTED_FROM = 2026


def _recognise(raw: RawFile) -> bool:
    """Say whether a file is an R data file that begins with this object."""
    with raw.path.open("rb") as stream:
        head = stream.read(_HEAD)
    return head.startswith(_MAGIC) and _OBJECT.encode() in head


def _read(raw: RawFile) -> Reading:
    import polars as pl

    frame = _r_object(raw)
    audit.header([str(name) for name in frame.columns], ("year", "deflactor_year"), where=raw.name)
    pairs = zip(frame["year"], frame["deflactor_year"], strict=True)
    rows = [_row(line, float(year), float(value)) for line, (year, value) in enumerate(pairs, 1)]
    return Reading({"price_index": pl.DataFrame(rows, schema=list(_SCHEMA), orient="row")}, len(frame))


def _r_object(raw: RawFile) -> Any:
    """Return the data frame (pandas) inside the R file; BadValue when it is not one, or has another object.

    Only the plain form is read: what is packed inside it would be unpacked without a limit.
    """
    import rdata

    content = read.content(raw)
    try:
        objects = rdata.read_rda(io.BytesIO(content)) if content.startswith(_MAGIC) else {}
    except _UNREADABLE as error:
        raise BadValue("not an R data file", where=raw.name, value=repr(error)[:200], todo=_TODO) from error
    if _OBJECT not in objects:
        raise BadValue(f"no object {_OBJECT}", where=raw.name, value=sorted(objects), todo=_TODO)
    return objects[_OBJECT]


def _row(line: int, year: float, value: float) -> tuple[object, ...]:
    """R keeps doubles: nine decimals lose nothing that a price index can mean."""
    index = Decimal(repr(value)).quantize(_PLACES)
    return "gdp_deflator", date(int(year), 1, 1), int(year), index, kind(int(year)), line


def kind(year: int) -> str:
    """Return whether a year's value is observed, projected, or unknown to be either."""
    if year in _OBSERVED:
        return "observed"
    return "projected" if year >= _PROJECTED_FROM else "unknown"


DATASET = Dataset(
    id="gdp_deflator",
    title=Text("Deflactor del PIB (SHCP), 1980-2029", "GDP deflator (SHCP), 1980-2029"),
    description=Text(
        "Índice anual de precios implícitos del PIB que usa la SHCP; 2018 = 100.",
        "Annual implicit price index of GDP as the SHCP uses it; 2018 = 100.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:states/)?deflactor_shcp_local\.rda"),),
    tables=("price_index",),
    counted=("price_index",),
    read=_read,
    recognise=_recognise,
    named="deflactor_shcp_local.rda",
    secondary=True,
    caveats=(
        Caveat(
            "observed_or_projected",
            Text(
                "El archivo no dice qué años son observados. 2003-2018 coinciden con el PIB del INEGI a "
                "cuatro decimales (observados); de 2026 en adelante son proyecciones; de los demás no se "
                "sabe. En 2019-2023 difiere hasta 0.5 % del INEGI y en 2024, 1.3 %.",
                "The file does not say which years are observed. 2003-2018 equal INEGI's GDP to four "
                "decimals (observed); from 2026 they are projections; of the others it is not known. In "
                "2019-2023 it differs from INEGI by up to 0.5%, and in 2024 by 1.3%.",
            ),
        ),
        Caveat(
            "copy",
            Text(
                "Copia dentro de un paquete de R de un tercero; "
                "se desconocen la dirección original y la licencia.",
                "A copy inside a third party's R package; its original address and licence are unknown.",
            ),
        ),
    ),
    series_breaks=(
        SeriesBreak(
            1992,
            1993,
            Text(
                "El índice baja de 13.9 a 11.9 entre 1992 y 1993, mientras el INPC sube de 12.2 a 13.4: sus "
                "años no se unen. El archivo no dice por qué.",
                "The index falls from 13.9 to 11.9 between 1992 and 1993, while the consumer price index "
                "rises from 12.2 to 13.4: its years are not joined. The file does not say why.",
            ),
        ),
    ),
)
