"""Contracts of CompraNet (2002-2023), as published in yearly files of several generations."""

from __future__ import annotations

from loaders.contracts.reader import COMPRANET
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Dataset, Text

DATASET = Dataset(
    id="compranet",
    title=Text("Contratos de CompraNet", "Contracts of CompraNet"),
    description=Text(
        "Contratos que las unidades compradoras registraron en CompraNet: quién compró, cómo, a quién, "
        "por cuánto.",
        "Contracts that procuring units registered in CompraNet: who bought, how, from whom, for how much.",
    ),
    publisher="Secretaría de la Función Pública (SFP)",
    licence=LIBRE_USO_MX,
    source_page="https://upcp-compranet.buengobierno.gob.mx/",
    files=(),
    urls=(
        Address(
            "https://upcp-compranet.buengobierno.gob.mx/cnetassets/"
            + "datos_abiertos_contratos_expedientes/",
            "Contratos_CompraNet{year}.csv",
            tuple(range(2010, 2024)),
        ),
    ),
    asks=("decimal", "dates"),
    tables=("contract", "contract_amendment"),
    counted=("contract",),
    read=COMPRANET.read,
    recognise=COMPRANET.recognises,
    caveats=(
        Caveat(
            "without_vat",
            Text(
                "El importe es el del contrato sin IVA, según el diccionario de datos de CompraNet.",
                "The amount is that of the contract without VAT, by CompraNet's own data dictionary.",
            ),
        ),
        Caveat(
            "no_rfc_before_2019",
            Text(
                "Hasta 2018 los archivos no traen RFC: un proveedor se reconoce por su nombre "
                "normalizado, y solo "
                "si es persona moral.",
                "Until 2018 the files have no tax code: a supplier is known by its normalised name, and "
                "only if it "
                "is a legal person.",
            ),
        ),
        Caveat(
            "other_currencies",
            Text(
                "Los contratos en otra moneda se guardan aparte y no se suman: la fuente no dice el tipo "
                "de cambio.",
                "Contracts in another currency are kept apart and not added up: the source gives no "
                "exchange rate.",
            ),
        ),
        Caveat(
            "no_currency_no_pesos",
            Text(
                "Un contrato sin moneda publicada no se toma como pesos: por el diccionario de CompraNet, la "
                "moneda es la que reporta cada unidad compradora. Se guarda y no entra en las sumas.",
                "A contract without a published currency is not taken for pesos: by CompraNet's dictionary, "
                "the currency is the one each procuring unit reports. It is kept, and is not in sums.",
            ),
        ),
        Caveat(
            "generation_a_reported",
            Text(
                "Los archivos de 2002 a 2010 se leen según la lista de columnas que publicaron terceros: "
                "no se "
                "tuvo ninguno a la vista.",
                "Files of 2002 to 2010 are read by a list of columns that third parties published: none "
                "was seen.",
            ),
        ),
    ),
)
