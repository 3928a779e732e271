"""Procedures (*expedientes*) of Compras MX: calls, invitations, direct awards, and when each stage was."""

from __future__ import annotations

from loaders.contracts.reader import PROCEDURES
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Dataset, Text

DATASET = Dataset(
    id="procurement_procedures",
    title=Text("Expedientes de Compras MX", "Procedures of Compras MX"),
    description=Text(
        "Procedimientos de contratación publicados en Compras MX, con las fechas de sus etapas y su entidad.",
        "Procurement procedures published in Compras MX, with the dates of their stages and their state.",
    ),
    publisher="Secretaría Anticorrupción y Buen Gobierno (SABG)",
    licence=LIBRE_USO_MX,
    source_page="https://comprasmx.buengobierno.gob.mx/",
    files=(),
    urls=(
        Address(
            "https://comprasmx.buengobierno.gob.mx/cnetassets/" + "datos_abiertos_contratos_expedientes/",
            "Expedientes_PICompraNet{year}.csv",
            (2023, 2024, 2025, 2026),
        ),
    ),
    asks=("decimal", "dates"),
    tables=("procedure",),
    counted=("procedure",),
    read=PROCEDURES.read,
    recognise=PROCEDURES.recognises,
    caveats=(
        Caveat(
            "projects",
            Text(
                "Los proyectos de convocatoria todavía no son procedimientos: se guardan como «otro».",
                "Drafts of a call are no procedures yet: they are kept as “other”.",
            ),
        ),
        Caveat(
            "officials_left_out",
            Text(
                "El nombre y el correo de quien opera el anuncio no se guardan.",
                "The name and e-mail of who operates the notice are not kept.",
            ),
        ),
    ),
)
