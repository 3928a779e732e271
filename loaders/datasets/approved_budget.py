"""Approved federal budget (*Presupuesto de Egresos de la Federación*), one record for each budget key."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files

from loaders import clean
from loaders.classification_breaks import EXPENSE_TYPES
from loaders.datasets.approved_budget_checks import CHECKS
from loaders.errors import SourceChanged
from loaders.flat.lines import Target, reading
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Correction, Dataset, FilePattern, RawFile, Reading, Text

_TARGET = Target("approved_budget", "budget_line")


def _read(raw: RawFile) -> Reading:
    """Read a file of any generation of the approved budget; see `loaders/headers.toml`."""
    found = reading(raw, _TARGET)
    broken = [one for one in found.corrections if one.code == "broken_quotes"]
    _require_known_repairs(raw.name, found.fiscal_year, broken)
    return found


def _require_known_repairs(name: str, year: int | None, corrections: Sequence[Correction]) -> None:
    """The records repaired must be the ones on the dated list of the year that the records say they are of.

    A republished file is to be looked at; a year nobody has looked at yet shows its repairs as corrections.
    """
    text = files("loaders.datasets").joinpath("approved_budget_repairs.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    if str(year) not in known:
        return
    listed = known[str(year)]["record"]
    expected = [(item["record"], Decimal(item["amount"])) for item in listed]
    found = [(item.line, clean.amount(item.after.rsplit("|", 1)[1])) for item in corrections]
    if found != expected:
        raise SourceChanged(
            "the broken records are not those of the dated list",
            where=name,
            value=found,
            todo="read the new file and update loaders/datasets/approved_budget_repairs.toml",
        )


DATASET = Dataset(
    id="approved_budget",
    title=Text("Presupuesto de Egresos de la Federación (aprobado)", "Federal budget as approved"),
    description=Text(
        "Lo que la Cámara de Diputados aprobó gastar, clave por clave: ramo, unidad, función, programa, "
        "objeto del gasto, fuente y entidad federativa.",
        "What the Chamber of Deputies approved to be spent, key by key: agency, unit, function, programme, "
        "object of expenditure, source of funds and state.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=LIBRE_USO_MX,
    source_page="https://www.transparenciapresupuestaria.gob.mx/",
    files=(FilePattern(r"(?:budget/)?PEF_(?P<year>\d{4})\.(?P<ending>csv|xlsx)(?:\.gz)?"),),
    urls=(
        Address(
            "https://www.transparenciapresupuestaria.gob.mx/" + "work/models/PTP/DatosAbiertos/",
            "Bases_de_datos_presupuesto/CSV/PEF_{year}.csv",
            tuple(range(2008, 2027)),
        ),
    ),
    tables=("budget_line", "member", "agency_name"),
    counted=("budget_line",),
    read=_read,
    named="PEF_{year}.{ending}",
    series_breaks=(EXPENSE_TYPES,),
    checks=CHECKS,
    caveats=(
        Caveat(
            "location_is_headquarters",
            Text(
                "La entidad federativa es la registrada en la clave presupuestaria; el archivo no dice dónde "
                "se usa el dinero. En 2021, 41 % del presupuesto aparece en la Ciudad de México, con todo el "
                "ramo 19.",
                "The state is the one registered in the budget key; the file does not say where the money is "
                "used. In 2021, 41% of the budget is placed in Mexico City, all of ramo 19 included.",
            ),
            ("budget_2021",),
        ),
        Caveat(
            "no_amount",
            Text(
                "226 claves de 2021 vienen sin monto: se guardan como «sin monto», no como cero.",
                "226 budget keys of 2021 come without an amount: they are kept as “no amount”, not as zero.",
            ),
            ("budget_2021",),
        ),
        Caveat(
            "object_names_vary",
            Text(
                "20 partidas específicas llevan nombres distintos según el ramo: se muestra el más usado.",
                "20 specific objects of expenditure carry different names in different agencies: the most "
                "used one is shown.",
            ),
            ("budget_2021",),
        ),
        Caveat(
            "no_portfolio_key",
            Text(
                "La clave de cartera «0» o vacía se toma como que no hay proyecto de inversión registrado.",
                "A portfolio key of “0” or blank is taken as no investment project registered.",
            ),
            ("budget_2021",),
        ),
    ),
)
