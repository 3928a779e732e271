"""Contracts of CompraNet with suppliers that were sanctioned, as a third party chose them: a selection."""

from __future__ import annotations

from loaders.contracts.reader import SELECTION
from loaders.licences import LIBRE_USO_MX
from loaders.model import Caveat, Dataset, Text

DATASET = Dataset(
    id="selected_contracts",
    title=Text(
        "Contratos con proveedores sancionados (selección)", "Contracts with sanctioned suppliers (selection)"
    ),
    description=Text(
        "Contratos de CompraNet que un tercero eligió porque su proveedor estaba en la lista de sancionados.",
        "Contracts of CompraNet that a third party chose because their supplier was on the list of "
        "sanctions.",
    ),
    publisher="Secretaría de la Función Pública (SFP); selección de anabcm",
    licence=LIBRE_USO_MX,
    source_page=None,
    files=(),
    asks=("decimal", "dates"),
    tables=("contract", "contract_amendment"),
    counted=("contract",),
    read=SELECTION.read,
    recognise=SELECTION.recognises,
    secondary=True,
    caveats=(
        Caveat(
            "selection",
            Text(
                "No es una muestra ni el total: solo contratos con proveedores sancionados, elegidos por "
                "nombre. "
                "No se suma ni se compara con otros archivos.",
                "Neither a sample nor the whole: only contracts with sanctioned suppliers, chosen by "
                "name. Not "
                "added to other files nor compared with them.",
            ),
        ),
        Caveat(
            "added_columns",
            Text(
                "El autor agregó dos columnas al final de cada registro, sin nombre: no se leen.",
                "The author added two columns without a name at the end of each record: they are not read.",
            ),
        ),
    ),
)
