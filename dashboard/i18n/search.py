"""Words of *Buscar*: the box, the filters, what was found, and the files of it."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.model import Text

TITLE = Text("Buscar", "Search")
QUESTION = Text("¿Qué contrato, proveedor o dependencia busca?", "Which contract, supplier or agency?")
DESCRIPTION = Text(
    "Busque en los contratos públicos que este tablero tiene (muestras y extractos, no el total), y en "
    "proveedores, dependencias y programas.",
    "Search the public contracts that this dashboard holds (samples and extracts, not the whole), and "
    "suppliers, agencies and programmes.",
)
LABEL = Text(
    "Buscar contratos, proveedores, dependencias o programas", "Search contracts, suppliers, agencies"
)
BUTTON = Text("Buscar", "Search")
HELP = Text(
    "Todas las palabras, en cualquier orden; sin importar acentos, mayúsculas ni terminaciones. "
    'Entre comillas, juntas: «"seguro social"». Con asterisco, lo que empieza así: «hospi*».',
    "All the words, in any order; accents, capitals and endings make no difference. "
    'In quotes, side by side: “"seguro social"”. With a star, what begins so: “hospi*”.',
)
PRIVATE = Text(
    "Los nombres de personas físicas no se buscan: están en su contrato, como los publica la ley.",
    "Names of natural persons are not searched: they stand on their contract, as the law publishes them.",
)
NO_WORDS = Text(
    "Lo escrito no tiene palabras que distingan contratos («de», «la»…); se muestran todos.",
    "What was typed has no words that tell contracts apart; all are shown.",
)
PREPARING = Text(
    "El índice de búsqueda de esta versión de los datos se está preparando. Suele tardar unos minutos: "
    "vuelva a cargar la página. Lo demás del tablero ya tiene los datos nuevos.",
    "The search index of this data version is being prepared. It takes a few minutes: reload the page. "
    "The rest of the dashboard has the new data already.",
)
UNREADABLE = Text(
    "La búsqueda no está disponible por ahora: el índice de esta versión de los datos está dañado. Quien "
    "opera el sitio lo hace de nuevo con la orden «cuentas index». Lo demás del tablero funciona.",
    "Search is not available for now: the index of this data version is damaged. Whoever runs the site makes "
    "it again with the command “cuentas index”. The rest of the dashboard works.",
)
UNREADABLE_FILE = Text(
    "El índice de esta versión está dañado; quien opera el sitio lo hace de nuevo con «cuentas index».",
    "The index of this version is damaged; whoever runs the site makes it again with “cuentas index”.",
)
NONE_HELD = Text(
    "Esta versión de los datos no tiene contratos.", "This version of the data holds no contracts."
)
PREPARING_FILE = Text(
    "El índice de esta versión se está preparando; intente de nuevo en un minuto.",
    "The index of this version is being prepared; try again in a minute.",
)
BUSY = Text(
    "Ya se preparan otros archivos grandes; intente de nuevo en un minuto.",
    "Other large files are being made; try again in a minute.",
)

NAMES = Text("Nombres que coinciden", "Names that match")
KINDS: Mapping[str, Text] = {
    "supplier": Text("Proveedores", "Suppliers"),
    "procuring_unit": Text("Unidades compradoras", "Procuring units"),
    "agency": Text("Ramos", "Agencies"),
    "program": Text("Programas presupuestarios", "Budget programmes"),
    "unit": Text("Unidades responsables", "Budget units"),
}
CONTRACTS_OF = Text("contratos: {count}", "contracts: {count}")
ITS_CONTRACTS = Text("sus contratos", "its contracts")

FILTERS = Text("Filtrar los contratos", "Filter the contracts")
ANY = Text("Todos", "All")
FIELDS: Mapping[str, Text] = {
    "words": Text("Palabras", "Words"),
    "year": Text("Año", "Year"),
    "agency": Text("Ramo", "Agency"),
    "state": Text("Entidad", "State"),
    "method": Text("Procedimiento", "Procedure"),
    "category": Text("Qué se contrata", "What is bought"),
    "least": Text("Monto desde (pesos)", "Amount from (pesos)"),
    "most": Text("Monto hasta (pesos)", "Amount up to (pesos)"),
    "signal": Text("Señal", "Signal"),
    "supplier": Text("Proveedor", "Supplier"),
    "unit": Text("Unidad compradora", "Procuring unit"),
    "dataset": Text("Datos", "Data"),
    "coverage": Text("Qué parte del total", "Part of the whole"),
    "order": Text("Orden", "Order"),
    "size": Text("Filas por página", "Rows a page"),
}
ORDERS: Mapping[str, Text] = {
    "relevance": Text("Los que mejor coinciden", "Best match"),
    "newest": Text("Firma más reciente", "Signed most recently"),
    "oldest": Text("Firma más antigua", "Signed longest ago"),
    "largest": Text("Monto mayor", "Largest amount"),
    "smallest": Text("Monto menor", "Smallest amount"),
}
COVERAGES: Mapping[str, Text] = {
    "full": Text("archivos completos", "whole files"),
    "sample_1_percent": Text("una muestra de 1 %", "a sample of 1%"),
    "first_rows": Text("las primeras filas de un archivo", "the first rows of a file"),
    "single_agency": Text("archivos de una sola dependencia", "files of a single agency"),
    "selection": Text("una selección que hizo un tercero", "a selection made by a third party"),
    "unknown": Text("archivos de los que no se sabe qué parte son", "files of which the part is not known"),
}
NO_VALUE = Text("Sin identificar", "Not identified")

FOUND = Text("Contratos: {total}", "Contracts: {total}")
SHOWN = Text("Se muestran del {first} al {last}.", "Shown: {first} to {last}.")
HELD = Text(
    "Esto no es toda la contratación pública: son los contratos que este tablero tiene. "
    "De los encontrados: {parts}.",
    "This is not all public procurement: these are the contracts that this dashboard holds. "
    "Of those found: {parts}.",
)
HELD_PART = Text("{count} de {coverage}", "{count} from {coverage}")
CHOSEN = Text("Filtros puestos; abra uno para quitarlo", "Filters in place; open one to remove it")
REMOVE = Text("Quitar {name}", "Remove {name}")
REMOVE_ALL = Text("Quitar todos", "Remove all")
NOTHING = Text("Ningún contrato de los que tenemos cumple todo esto.", "No contract held meets all of this.")
NOTHING_HELP = Text(
    "Quite un filtro o use menos palabras. Que no esté aquí no prueba que no exista: "
    "solo hay muestras y extractos.",
    "Remove a filter or use fewer words. That it is not here does not prove that it does not exist: "
    "only samples and extracts are held.",
)

TABLE = Text("Contratos encontrados", "Contracts found")
HEADS: Mapping[str, Text] = {
    "title": Text("Contrato", "Contract"),
    "supplier": Text("Proveedor", "Supplier"),
    "buyer": Text("Quién compró", "Buyer"),
    "method": Text("Procedimiento", "Procedure"),
    "date": Text("Firma", "Signed"),
    "amount": Text("Monto (pesos)", "Amount (pesos)"),
}
UNTITLED = Text("Sin título publicado", "Without a published title")
NOT_IN_SUMS = Text("no entra en sumas", "not in sums")
SORT_BY = Text("Ordenar por {name}", "Sort by {name}")
PAGES = Text("Páginas de resultados", "Pages of results")
PREVIOUS = Text("Anterior", "Previous")
NEXT = Text("Siguiente", "Next")
PAGE_OF = Text("Página {page} de {pages}", "Page {page} of {pages}")
TOO_DEEP = Text(
    "Más allá de la fila {deepest} use los archivos, que las traen todas.",
    "Beyond row {deepest} use the files, which have all of them.",
)

FILES = Text("Llevarse estos contratos", "Take these contracts along")
FILES_LEDE = Text(
    "Exactamente los {total} contratos de este filtro, con todas sus columnas y el archivo, el renglón y el "
    "SHA-256 de donde sale cada uno.",
    "Exactly the {total} contracts of this filter, with all their columns and the file, row and SHA-256 that "
    "each is from.",
)
EXCEL_CSV = Text("CSV para Excel", "CSV for Excel")
FILE_KINDS: Mapping[str, Text] = {
    "csv": Text("CSV", "CSV"),
    "parquet": Text("Parquet", "Parquet"),
    "xlsx": Text("Excel (XLSX)", "Excel (XLSX)"),
    "json": Text("Qué significa cada columna (JSON)", "What each column means (JSON)"),
}
SHEETS = (Text("contratos", "contracts"), Text("nota", "note"))
SHEET_LIMIT = Text(
    "El XLSX trae las primeras {most} filas, que es lo que admite una hoja; las otras {left} están en CSV "
    "y Parquet.",
    "The XLSX has the first {most} rows, which is what a sheet can hold; the other {left} are in CSV "
    "and Parquet.",
)
PART = Text(
    "Esto no es toda la contratación pública: la columna «coverage» dice, renglón por renglón, qué parte "
    "es su archivo (muestra del 1 %, una sola institución, primeros renglones…).",
    "This is not all public procurement: the column “coverage” says, row by row, which part its file is "
    "(1% sample, a single institution, first rows…).",
)
SHEET_ORIGIN = (
    Text("Filtro: {query}", "Filter: {query}"),
    Text("Versión de los datos: {version}", "Data version: {version}"),
    Text("Qué significa cada columna: {description}", "What each column means: {description}"),
)
SHEET_NOTE = (
    Text(
        "Contratos encontrados: {total}. Filas en esta hoja: {rows}.",
        "Contracts found: {total}. Rows: {rows}.",
    ),
    PART,
    *SHEET_ORIGIN,
)
SHEET_OF = (Text("Filas en esta hoja: {rows}.", "Rows in this sheet: {rows}."), *SHEET_ORIGIN)
FORMULAS = Text(
    "Las celdas están como se publicaron. Si una empieza con =, +, - o @, una hoja de cálculo la tomaría por "
    "fórmula: importe el CSV como texto o use el XLSX, que las trae como texto.",
    "Cells are as published. A spreadsheet would take one that begins with =, +, - or @ for a formula: "
    "import the CSV as text or use the XLSX, which has them as text.",
)
