"""Population by state, year and sex (CONAPO): a wide file for each sex, states by name, a column a year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal

from loaders import audit, looks, read
from loaders.errors import BadValue, LoadersError, MissingColumn, UnknownColumn
from loaders.licences import LIBRE_USO_MX
from loaders.model import Caveat, Check, Dataset, FilePattern, Measure, RawFile, Reading, Text, Where
from loaders.states import state_id

_SEXES = {"total": "total", "mujeres": "women", "hombres": "men"}
_NAME = re.compile(r"poblacion_entidad_(\w+)\.csv")
# The census of 2020 counted 126,014,024 inhabitants, and 64,540,634 women: so many people are both.
_CENSUS, _BOTH = "2020", 100_000_000
_YEAR = re.compile(r"(19|20)\d\d")
_SCHEMA = ("fiscal_year", "state_id", "sex", "inhabitants", "source_row")

_Row = tuple[int, str, str, int, int]


def _recognise(raw: RawFile) -> bool:
    first, *years = looks.cells(raw) or ("",)
    return first == "ENTIDAD" and bool(years) and all(map(_YEAR.fullmatch, years))


def _tells(raw: RawFile) -> Mapping[str, str]:
    """Return that a file is of both sexes, which its size tells; of which one it is, nothing in it does."""
    with suppress(LoadersError, LookupError, ValueError):
        header, records = read.rectangle(raw)
        place = header.index(_CENSUS)
        if sum(inhabitants(record[place]) for record in records) > _BOTH:
            return {"sex": "total"}
    return {}


def _sex(name: str) -> str:
    found = _NAME.fullmatch(name.rsplit("/", 1)[-1].removesuffix(".gz"))
    if found is None or found[1] not in _SEXES:
        raise MissingColumn(
            "nothing tells whether it is of women or of men: neither the file nor its name",
            where=name,
            todo="give it its published name, poblacion_entidad_{total,mujeres,hombres}.csv",
        )
    return _SEXES[found[1]]


def _read(raw: RawFile) -> Reading:
    import polars as pl

    header, records = read.rectangle(raw)
    audit.header(header[:1], ("ENTIDAD",), where=raw.name)
    rows = list(_rows(_years(header, raw.name), records, _sex(raw.name)))
    frame = pl.DataFrame(rows, schema=list(_SCHEMA), orient="row")
    return Reading({"population": frame}, rows_read=len(records) * (len(header) - 1))


def _years(header: Sequence[str], where: str) -> list[int]:
    for name in header[1:]:
        if not _YEAR.fullmatch(name):
            raise UnknownColumn(
                f"unknown column {name}", where=where, value=name, todo="only years are expected"
            )
    return [int(name) for name in header[1:]]


def _rows(years: Sequence[int], records: Sequence[Sequence[str]], sex: str) -> Iterator[_Row]:
    """Yield one row for each cell: a cell is a record of this source."""
    for line, (name, *cells) in enumerate(records, 1):
        state = state_id(name)
        for year, cell in zip(years, cells, strict=True):
            yield year, state, sex, inhabitants(cell), line


def inhabitants(cell: str) -> int:
    """Return a number of people; BadValue for anything but digits."""
    if not cell.isdecimal():
        raise BadValue("not a number of people", value=cell, todo="look at the file")
    return int(cell)


DATASET = Dataset(
    id="population",
    title=Text("Población por entidad federativa, 1970-2070", "Population by state, 1970-2070"),
    description=Text(
        "Habitantes a mitad de año por entidad y sexo, estimados y proyectados por el CONAPO.",
        "Mid-year inhabitants by state and sex, estimated and projected by CONAPO.",
    ),
    publisher="Consejo Nacional de Población (CONAPO)",
    licence=LIBRE_USO_MX,
    source_page=None,
    files=(FilePattern(r"(?:states/)?poblacion_entidad_(?P<sex>total|mujeres|hombres)\.csv"),),
    tables=("population",),
    counted=("population",),
    read=_read,
    recognise=_recognise,
    tells=_tells,
    named="poblacion_entidad_{sex}.csv",
    secondary=True,
    checks=(
        Check(
            id="population_2026",
            subject="total",
            title=Text("Población del país en 2026", "Population of the country in 2026"),
            expected=Decimal(134_407_258),
            measure=Measure(
                "population", "inhabitants", (Where("fiscal_year", (2026,)), Where("sex", ("total",)))
            ),
            fiscal_year=2026,
            explanation=Text(
                "Suma de las 32 entidades; la unidad son personas, no pesos.",
                "Sum of the 32 states; the unit is people, not pesos.",
            ),
        ),
    ),
    caveats=(
        Caveat(
            "projection",
            Text(
                "Los años futuros son proyecciones. "
                "El archivo no dice cuál es el último año estimado con datos.",
                "Future years are projections. "
                "The file does not say which is the last year estimated from data.",
            ),
        ),
        Caveat(
            "reshaped_copy",
            Text(
                "Copia reordenada por un tercero (una columna por año); "
                "no es el archivo como lo publica el CONAPO.",
                "A copy reshaped by a third party (one column a year), not the file as CONAPO publishes it.",
            ),
        ),
    ),
)
