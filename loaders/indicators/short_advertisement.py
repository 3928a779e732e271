"""Open tenders with fewer days to prepare a bid than the law gives."""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Indicator, Signal


def _days(facts: Facts) -> sa.ColumnElement[int]:
    return sa.func.date_diff("day", facts.c.published_on, facts.c.opened_on)


def _applies(facts: Facts) -> sa.ColumnElement[bool]:
    return sa.and_(facts.c.method == "open", sa.func.coalesce(_days(facts) >= 0, sa.true()))


INDICATOR = Indicator(
    "short_advertisement",
    9,
    "contract",
    "anomalies",
    Text("Plazo corto para ofertar", "Short time to bid"),
    Text(
        "¿Cuántos días hubo entre la convocatoria y la apertura de propuestas?",
        "How many days were there between the call and the opening of bids?",
    ),
    Text(
        "Licitaciones públicas con menos de 15 días entre publicación y apertura; 20 si son "
        "internacionales y 40 "
        "si son bajo tratados. Si el archivo no dice el carácter se usa 15. Una apertura anterior a la "
        "publicación es un error de captura: ese contrato no se mide.",
        "Open tenders with fewer than 15 days between publication and opening; 20 if international "
        "and 40 if under "
        "treaties. If the file does not say which, 15 is used. An opening before the publication is an "
        "error of capture: that contract is not measured.",
    ),
    Text(
        "Ley de Adquisiciones, art. 32, y Ley de Obras Públicas, art. 33 (texto vigente hasta 2025); IMCO, "
        "pc_licitaciones_nacionales_menor_15_dias y sus pares. Después de 2025 se aplican los mismos plazos.",
        "Acquisitions law, art. 32, and public works law, art. 33 (text in force until 2025); IMCO, "
        "pc_licitaciones_nacionales_menor_15_dias and its peers. The same terms are applied after 2025.",
    ),
    Text("Menos días que el plazo.", "Fewer days than the term."),
    Text(
        "Hubo {measure} entre publicación y apertura; el plazo era de {limit}.",
        "There were {measure} between publication and opening; the term was {limit}.",
    ),
    (
        Text(
            "La ley permite reducir el plazo a 10 días cuando hay razones justificadas.",
            "The law allows a term of 10 days where there are justified reasons.",
        ),
        Text(
            "La fecha publicada puede ser la de una nueva publicación después de un cambio.",
            "The published date may be that of a new publication after a change.",
        ),
    ),
    ("published_on", "opened_on"),
    Signal(lambda facts: _days(facts) < facts.c.least_days, _days, lambda facts: facts.c.least_days),
    _applies,
    measure_unit="days",
    ocp_code="R014",
)
