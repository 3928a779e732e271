"""Quarterly progress of spending (*avance del gasto*), one record for each budget key."""

from __future__ import annotations

import re

from loaders.classification_breaks import EXPENSE_TYPES
from loaders.errors import MissingColumn
from loaders.flat.lines import Target, reading
from loaders.licences import LIBRE_USO_MX
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text

_TARGET = Target("quarterly_execution", "execution_line")
_QUARTER = re.compile(
    r"(?<!\d)([1-4])(?:er|do|o|to)?[ _-]?t(?:rim(?:estre)?)?(?![a-z])|trimestre[ _-]?([1-4])(?!\d)",
    re.IGNORECASE,
)


def _read(raw: RawFile) -> Reading:
    """Read a quarterly file. The quarter is not in the records: it is the one the file is published under.

    MissingColumn when its name does not say which quarter it is of.
    """
    return reading(raw, _TARGET, {"dataset_id": "quarterly_execution", "quarter": _quarter(raw)})


def _quarter(raw: RawFile) -> int:
    found = _QUARTER.search(raw.name.rsplit("/", 1)[-1])
    if found is None:
        raise MissingColumn(
            "nothing tells the quarter: neither the records nor the name of the file",
            where=raw.name,
            todo="which quarter is it of? Load this file by itself, and say it with --quarter",
        )
    return int(found[1] or found[2])


DATASET = Dataset(
    id="quarterly_execution",
    title=Text("Avance trimestral del gasto", "Quarterly progress of spending"),
    description=Text(
        "Lo aprobado, lo modificado y lo pagado hasta cada trimestre, clave por clave.",
        "What was approved, modified and paid up to each quarter, key by key.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=LIBRE_USO_MX,
    source_page="https://www.transparenciapresupuestaria.gob.mx/",
    files=(
        FilePattern(
            r"(?:.*/)?pef_ac01_avance_(?P<quarter>[1-4])t_(?P<year>\d{4})\.(?P<ending>csv|xlsx)(?:\.gz)?"
        ),
    ),
    tables=("execution_line", "member", "agency_name"),
    counted=("execution_line",),
    read=_read,
    named="pef_ac01_avance_{quarter}t_{year}.{ending}",
    series_breaks=(EXPENSE_TYPES,),
    caveats=(
        Caveat(
            "preliminary",
            Text(
                "Cifras preliminares: la Cuenta Pública puede corregirlas. Los trimestres no se suman "
                "entre sí.",
                "Preliminary figures: the public account may correct them. Quarters are not to be added up.",
            ),
            ("advance_2020",),
        ),
        Caveat(
            "monthly_amounts",
            Text(
                "En algunos años las columnas se llaman «mensual»: esos montos se guardan aparte, con "
                "su base.",
                "In some years the columns are called “monthly”: those amounts are kept apart, with "
                "their basis.",
            ),
            ("others_headers",),
        ),
    ),
)
