"""Contracts of Compras MX (2023 on), the platform that followed CompraNet."""

from __future__ import annotations

from loaders.contracts.reader import COMPRAS_MX
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Dataset, Text

DATASET = Dataset(
    id="compras_mx",
    title=Text("Contratos de Compras MX", "Contracts of Compras MX"),
    description=Text(
        "Contratos registrados en Compras MX: quién compró, cómo, por qué excepción, a quién y por cuánto.",
        "Contracts registered in Compras MX: who bought, how, by which exception, from whom, for how much.",
    ),
    publisher="Secretaría Anticorrupción y Buen Gobierno (SABG)",
    licence=LIBRE_USO_MX,
    source_page="https://comprasmx.buengobierno.gob.mx/",
    files=(),
    urls=(
        Address(
            "https://upcp-cnetservicios.buengobierno.gob.mx/norah/"
            + "documentos/recursos/lck/expedientes/obtener/",
            "Contratos_ComprasMX_{year}.csv",
            (2025, 2026),
        ),
    ),
    asks=("decimal", "dates"),
    tables=("contract", "contract_amendment"),
    counted=("contract",),
    read=COMPRAS_MX.read,
    recognise=COMPRAS_MX.recognises,
    caveats=(
        Caveat(
            "currency_not_in_copy",
            Text(
                "La copia que se tiene no trae la moneda de los contratos: sus importes se toman como pesos. "
                "En un archivo con esa columna, un contrato sin moneda no entra en las sumas.",
                "The copy held does not have the currency of contracts: amounts are taken for pesos. In a "
                "file with that column, a contract without currency is not in sums.",
            ),
        ),
        Caveat(
            "surrogate_key",
            Text(
                "Si el archivo no trae el código del contrato, su identidad es una clave hecha aquí con "
                "sus campos "
                "estables (unidad, procedimiento, importe, fechas, descripción, RFC de persona moral).",
                "Where the file has no contract code, its identity is a key made here from its stable "
                "fields (unit, "
                "procedure, amount, dates, description, tax code of a legal person).",
            ),
        ),
        Caveat(
            "currency_not_told",
            Text(
                "El archivo de 2026 que se tiene no trae la moneda: sus importes se toman como pesos.",
                "The file of 2026 that is held has no currency: its amounts are taken for pesos.",
            ),
        ),
        Caveat(
            "sum_of_direct_kinds",
            Text(
                "Las adjudicaciones directas llevan más de veinte nombres según su excepción; aquí son un "
                "solo "
                "procedimiento y el nombre publicado se conserva.",
                "Direct awards carry more than twenty names by their exception; here they are one "
                "procedure, and "
                "the published name is kept.",
            ),
        ),
    ),
)
