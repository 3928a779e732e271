"""Words of the interface that belong to no single page."""

from __future__ import annotations

from loaders.model import Text

BRAND = Text("Cuentas Abiertas", "Cuentas Abiertas")
TAGLINE = Text(
    "El tablero abierto del dinero público de México", "The open dashboard of Mexico's public money"
)
SKIP = Text("Saltar al contenido", "Skip to content")
NAVIGATION = Text("Secciones", "Sections")
LANGUAGE = Text("English", "Español")
LANGUAGE_TITLE = Text("Ver esta página en inglés", "See this page in Spanish")
FOOTER = Text(
    "Cifras derivadas de archivos oficiales; cada una dice de cuál. "
    "Sin registro, sin rastreadores, sin cookies.",
    "Figures derived from official files; each says from which. No login, no trackers, no cookies.",
)
STORE = Text("Versión de los datos: {version}", "Data version: {version}")

APPLY = Text("Aplicar", "Apply")
PESOS = Text("pesos", "pesos")
CONTROLS = Text("Elegir qué se muestra", "Choose what is shown")
MORE = Text("Más opciones", "More options")
VIEWS = Text("Formas de ver el presupuesto", "Ways to see the budget")
ALL_AGENCIES = Text("Todos los ramos", "All agencies")
CHOSEN_AGENCIES = Text("Ramos elegidos: {count}", "Agencies chosen: {count}")
CLEAR = Text("Quitar la selección", "Clear the choice")
FIELDS = {
    "scope": Text("Fuente y alcance", "Source and scope"),
    "by": Text("Desglosar por", "Break down by"),
    "year": Text("Ejercicio fiscal", "Fiscal year"),
    "years": Text("Ejercicios fiscales", "Fiscal years"),
    "moment": Text("Momento contable", "Budget stage"),
    "prices": Text("Precios", "Prices"),
    "base": Text("Pesos de", "Pesos of"),
    "index": Text("Deflactor", "Deflator"),
    "measure": Text("Medida", "Measure"),
    "agencies": Text("Ramos", "Agencies"),
}
SCOPES = {
    "federal": Text("Cuenta Pública: Gobierno Federal, bruto", "Public account: Federal Government, gross"),
    "gross": Text("PEF: todo el sector público, bruto", "PEF: whole public sector, gross"),
    "net": Text("PEF: todo el sector público, neto", "PEF: whole public sector, net"),
    "account": Text("Cuenta Pública: clave por clave, bruto", "Public account: key by key, gross"),
    "draft": Text("Proyecto de PEF: lo que se propuso, bruto", "Draft budget: what was proposed, gross"),
    "quarterly": Text("Avance trimestral: lo que va del año, bruto", "Quarterly progress of the year, gross"),
}
MOMENTS = {
    "proposed": Text("Proyecto: lo que se propuso gastar", "Proposed: what was proposed to be spent"),
    "approved": Text("Aprobado: lo que se aprobó gastar", "Approved: what was approved to be spent"),
    "modified": Text("Modificado: lo aprobado con sus cambios", "Modified: approved with its changes"),
    "accrued": Text("Devengado: obligaciones reconocidas", "Accrued: obligations recognised"),
    "paid": Text("Pagado: lo que salió de caja", "Paid: what was paid out"),
    "executed": Text("Ejercicio: pagado más ADEFAS", "Ejercicio: paid plus ADEFAS"),
    "exercised": Text("Ejercido: órdenes de pago aprobadas", "Exercised: payment orders approved"),
}
PRICES = {
    "real": Text("Reales (sin inflación)", "Real (without inflation)"),
    "nominal": Text("Corrientes (de cada año)", "Nominal (of each year)"),
}
INDICES = {
    "gdp_deflator": Text("Deflactor del PIB (SHCP)", "GDP deflator (SHCP)"),
    "inpc": Text("Precios al consumidor (INPC)", "Consumer prices (INPC)"),
}
MEASURES = {
    "amount": Text("Monto", "Amount"),
    "share": Text("Porcentaje del total", "Share of the total"),
    "per_inhabitant": Text("Pesos por habitante", "Pesos per inhabitant"),
    "share_of_gdp": Text("Porcentaje del PIB", "Per cent of GDP"),
}
ONLY_PEF = Text("solo en el PEF 2021", "only in the PEF 2021")

TILES = Text("Mosaico: todas las entidades del mismo tamaño", "Tile map: all states of one size")
IN_TABLE = Text("Las cifras están en la tabla.", "The figures are in the table.")
TABLE_OF = Text("Tabla: {title}", "Table: {title}")
ROWS_SHOWN = Text("Se muestran {shown} de {total} filas.", "{shown} of {total} rows are shown.")
ROWS_HELD = Text(
    "{total} filas; la tabla se desplaza en su marco.", "{total} rows; the table scrolls in its frame."
)
ALL_ROWS = Text("Mostrar todas", "Show all")
SOURCE = Text("Fuente: {sources}.", "Source: {sources}.")
OBTAINED = Text("{title}, {publisher}, obtenido el {date}", "{title}, {publisher}, obtained {date}")
OBTAINED_UNKNOWN = Text(
    "{title}, {publisher}, fecha de obtención desconocida", "{title}, {publisher}, date obtained unknown"
)
VERSION = Text("Versión de los datos {version}.", "Data version {version}.")
CHECKS_OF_THESE = Text("Comprobaciones de estas cifras", "Checks of these figures")
DOWNLOAD_EXCEL_CSV = Text("Descargar CSV para Excel (filas: {rows})", "Download CSV for Excel (rows: {rows})")
DOWNLOAD_CSV = Text("CSV para programas", "CSV for programs")
DOWNLOAD_XLSX = Text("Libro de Excel (XLSX)", "Excel workbook (XLSX)")
SHEET_ROWS = Text("datos", "data")
CELLS_CUT = Text(
    "Celdas con más de 32,767 caracteres, cortadas aquí y completas en el CSV: {count}.",
    "Cells of more than 32,767 characters, cut here and whole in the CSV: {count}.",
)
DOWNLOAD_SVG = Text("Imagen (SVG)", "Image (SVG)")
DOWNLOAD_JSON = Text("Ficha de la cifra (JSON)", "Receipt of the figure (JSON)")
PERMALINK = Text("Enlace permanente", "Permalink")
ERROR_SEEN = Text("¿Ves un error?", "See an error?")
METHOD = Text("Fuentes y método", "Sources and method")
LOADING = Text("Actualizando la gráfica…", "Updating the chart…")
MISSING = Text("Lo que la fuente no reporta", "What the source does not report")
WARNINGS = Text("Advertencias", "Warnings")
NOTES = Text("Para leer bien esta gráfica", "To read this chart well")
BREAKS = Text("Cortes de la serie", "Breaks in the series")
EMPTY = Text("No hay filas para esta selección", "There are no rows for this choice")
EMPTY_WHY = Text(
    "Los datos que tenemos no incluyen lo que pide este enlace. Puede empezar de nuevo o ver qué hay.",
    "The data held do not include what this link asks for. You can start again or see what there is.",
)
NOT_HELD = Text("Esta combinación no existe en los datos", "This combination is not in the data")
NOT_HELD_WHY = Text(
    "Se pidió: {asked}. Lo más cercano que sí hay: {nearest}.",
    "Asked: {asked}. The nearest that is held: {nearest}.",
)
NO_BUDGET = Text(
    "Este tablero no tiene ningún archivo de presupuesto con qué responder. Quien lo administra puede "
    "cargarlo con «cuentas load».",
    "This dashboard has no budget file to answer with. Whoever runs it can load one with “cuentas load”.",
)
START_AGAIN = Text("Empezar de nuevo", "Start again")
WHAT_IS_HELD = Text("Ver qué datos hay", "See what is held")
PROBLEM = Text(
    "En el enlace, «{param}» vale «{value}» y no se entiende.",
    "In the link, “{param}” is “{value}”, which is not understood.",
)
UNKNOWN_PARAMETER = Text(
    "El enlace trae el parámetro «{param}», que aquí no existe.",
    "The link has the parameter “{param}”, which does not exist here.",
)
NEAREST = Text("Lo más parecido es «{nearest}».", "The nearest is “{nearest}”.")
ACCEPTED = Text("Se aceptan: {accepted}.", "Accepted: {accepted}.")
NONE_ACCEPTED = Text("Esta dirección no acepta parámetros.", "This address accepts no parameters.")
LEFT_OUT = Text("No se tomó en cuenta.", "It was left out.")
INITIAL_USED = Text("Se usó el valor inicial.", "The initial value was used.")
BREADCRUMBS = Text("Dónde está", "Where you are")
ALL = Text("Todo", "All")
OPEN = Text("Abrir {name}", "Open {name}")
DRILL = Text("Ver por dentro", "Look inside")


def fill(text: Text, **values: object) -> Text:
    """Return `text` with its {names} filled in, in both languages."""
    shown = {
        language: {
            name: value.in_(language) if isinstance(value, Text) else value for name, value in values.items()
        }
        for language in ("es", "en")
    }
    return Text(text.es.format(**shown["es"]), text.en.format(**shown["en"]))


MORE_IN_PEF = Text(
    "Hay más desgloses (unidad, función, objeto, fuente) en el PEF {year} aprobado: verlos",
    "There are more breakdowns (unit, function, object, source) in the approved PEF {year}: see them",
)
