"""Draft federal budget (*Proyecto de Presupuesto de Egresos de la Federación*), one record for each key."""

from __future__ import annotations

from loaders.classification_breaks import EXPENSE_TYPES
from loaders.flat.lines import Target, reading
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Dataset, FilePattern, RawFile, Reading, Text

_TARGET = Target("draft_budget", "draft_line")


def _read(raw: RawFile) -> Reading:
    """Read a draft of any generation; see `loaders/headers.toml`."""
    return reading(raw, _TARGET)


DATASET = Dataset(
    id="draft_budget",
    title=Text("Proyecto de Presupuesto de Egresos de la Federación", "Draft federal budget"),
    description=Text(
        "Lo que el Ejecutivo propuso gastar, clave por clave, antes de que la Cámara de Diputados "
        "lo aprobara.",
        "What the Executive proposed to spend, key by key, before the Chamber of Deputies approved it.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=LIBRE_USO_MX,
    source_page="https://www.transparenciapresupuestaria.gob.mx/",
    files=(FilePattern(r"(?:.*/)?PPEF_(?P<year>\d{4})\.(?P<ending>csv|xlsx)(?:\.gz)?"),),
    urls=(
        Address(
            "https://www.transparenciapresupuestaria.gob.mx/work" + "/models/PTP/DatosAbiertos/",
            "Bases_de_datos_presupuesto/CSV/PPEF_{year}.csv",
            (2027,),
        ),
    ),
    tables=("draft_line", "member", "agency_name"),
    counted=("draft_line",),
    read=_read,
    named="PPEF_{year}.{ending}",
    series_breaks=(EXPENSE_TYPES,),
    caveats=(
        Caveat(
            "not_approved",
            Text(
                "Es una propuesta: lo aprobado puede ser distinto. No se suma con otros momentos.",
                "It is a proposal: what is approved may differ. It is not added to other moments.",
            ),
            ("draft_2021", "budget_2021"),
        ),
    ),
)
