"""Every column of the store, declared once: name (with unit), type, label, meaning, official name."""

from __future__ import annotations

from loaders.file_quality import FACTS, MEASURES
from loaders.indicator_columns import INDICATOR_COLUMNS, INDICATOR_SPECIAL
from loaders.model import Column, Kind, Text
from loaders.procurement_columns import PROCUREMENT_COLUMNS


def _text(name: str, es: str, en: str, meaning_es: str, meaning_en: str, source: str = "") -> Column:
    return Column(name, "text", Text(es, en), Text(meaning_es, meaning_en), "", source)


def _money(name: str, es: str, en: str, meaning_es: str, meaning_en: str, source: str = "") -> Column:
    return Column(name, "money", Text(es, en), Text(meaning_es, meaning_en), "MXN", source)


def _other(
    name: str, kind: Kind, es: str, en: str, meaning_es: str, meaning_en: str, unit: str = ""
) -> Column:
    return Column(name, kind, Text(es, en), Text(meaning_es, meaning_en), unit)


def _choice(
    name: str, es: str, en: str, choices: tuple[str, ...], meaning_es: str, meaning_en: str
) -> Column:
    return Column(name, "text", Text(es, en), Text(meaning_es, meaning_en), choices=choices)


_CHOICES = (
    _choice(
        "moment",
        "Momento contable",
        "Accounting moment",
        ("approved", "modified", "accrued", "executed"),
        "Aprobado, modificado, devengado o Ejercicio (pagado más ADEFAS).",
        "Approved, modified, accrued or executed (paid plus ADEFAS).",
    ),
    _choice(
        "basis",
        "Base de los montos",
        "Basis of the amounts",
        ("as_published", "monthly"),
        "Como los publica el archivo, o del mes que el archivo llama mensual.",
        "As the file publishes them, or of the month, where the file calls them monthly.",
    ),
    _choice(
        "level",
        "Nivel",
        "Level",
        ("entity", "agency", "group"),
        "De qué es el subtotal: ente, ramo o grupo de ramos.",
        "Subtotal of an entity, agency or group.",
    ),
    _choice(
        "sex",
        "Sexo",
        "Sex",
        ("total", "women", "men"),
        "Mujeres, hombres o total.",
        "Women, men or total.",
    ),
    _choice(
        "object_level",
        "Nivel del objeto del gasto",
        "Level of the object",
        ("chapter", "concept", "generic_object", "specific_object"),
        "Capítulo, concepto, partida genérica o partida específica.",
        "Chapter, concept, generic object or specific object.",
    ),
    _choice(
        "price_basis",
        "Precios",
        "Prices",
        ("current", "constant_2018"),
        "Precios corrientes de cada año, o constantes de 2018.",
        "Current prices of each year, or constant prices of 2018.",
    ),
    _choice(
        "revision",
        "Marca de revisión",
        "Revision mark",
        ("unmarked", "revised", "preliminary"),
        "Marca del año en el archivo: revisado <R>, preliminar <P> o ninguna; vacío = la copia no la trae.",
        "Mark of the year in the file: revised <R>, preliminary <P> or none; empty = the copy has no marks.",
    ),
)

_KEYS = (
    _other(
        "quarter",
        "integer",
        "Trimestre",
        "Quarter",
        "Trimestre del avance; vacío = todo el año.",
        "Quarter of the report; empty = the whole year.",
        "quarter",
    ),
    _other(
        "fiscal_year",
        "integer",
        "Ejercicio fiscal",
        "Fiscal year",
        "Año del presupuesto.",
        "Budget year.",
        "year",
    ),
    _text(
        "agency_id",
        "Ramo",
        "Agency",
        "Identidad estable del ramo.",
        "Stable identity of the ramo.",
        "ID_RAMO",
    ),
    _text("entity_id", "Ente", "Entity", "Ente público dentro de un ramo.", "Public body inside an agency."),
    _text(
        "unit_id", "Unidad responsable", "Responsible unit", "Unidad que ejerce.", "Spending unit.", "ID_UR"
    ),
    _text(
        "functional_group_id",
        "Finalidad",
        "Purpose",
        "Grupo funcional.",
        "Functional group.",
        "GPO_FUNCIONAL",
    ),
    _text(
        "function_id", "Función", "Function", "Función del gasto.", "Function of government.", "ID_FUNCION"
    ),
    _text(
        "subfunction_id",
        "Subfunción",
        "Subfunction",
        "Subfunción del gasto.",
        "Subfunction.",
        "ID_SUBFUNCION",
    ),
    _text(
        "activity_id",
        "Actividad institucional",
        "Institutional activity",
        "Actividad institucional del ramo.",
        "Institutional activity of the agency.",
        "ID_AI",
    ),
    _text(
        "modality_id",
        "Modalidad",
        "Modality",
        "Clase de programa (letra).",
        "Class of programme.",
        "ID_MODALIDAD",
    ),
    _text(
        "program_id",
        "Programa presupuestario",
        "Budget programme",
        "Ramo, modalidad y número de programa.",
        "Agency, modality and programme number.",
        "ID_MODALIDAD + ID_PP",
    ),
    _text(
        "chapter_id", "Capítulo de gasto", "Chapter of expenditure", "Capítulo.", "Chapter.", "ID_CAPITULO"
    ),
    _text(
        "concept_id", "Concepto de gasto", "Concept of expenditure", "Concepto.", "Concept.", "ID_CONCEPTO"
    ),
    _text(
        "generic_object_id",
        "Partida genérica",
        "Generic object",
        "Objeto del gasto, tres dígitos.",
        "Object of expenditure, three digits.",
        "ID_PARTIDA_GENERICA",
    ),
    _text(
        "specific_object_id",
        "Partida específica",
        "Specific object",
        "Objeto del gasto, cinco dígitos.",
        "Object of expenditure, five digits.",
        "ID_PARTIDA_ESPECIFICA",
    ),
    _text(
        "object_id",
        "Objeto del gasto",
        "Object of expenditure",
        "Código de cualquier nivel del clasificador por objeto del gasto.",
        "Code of any level of the classification by object of expenditure.",
    ),
    _text(
        "industry_id",
        "Actividad económica",
        "Industry",
        "Código SCIAN como lo publica el INEGI; PIB y VAB para los totales.",
        "NAICS code as INEGI publishes it; PIB (GDP) and VAB (value added) for the totals.",
    ),
    _text(
        "expense_type_id",
        "Tipo de gasto",
        "Type of expenditure",
        "Naturaleza económica del gasto.",
        "Economic nature of the spending.",
        "ID_TIPOGASTO",
    ),
    _text(
        "funding_source_id",
        "Fuente de financiamiento",
        "Source of funds",
        "Origen de los recursos.",
        "Origin of the money.",
        "ID_FF",
    ),
    _text(
        "state_id",
        "Entidad federativa",
        "State",
        "Clave INEGI 01-32; 33 en el extranjero; 34 no distribuible. Es la entidad registrada en la clave; "
        "no dice dónde se usa el dinero.",
        "INEGI code 01-32; 33 abroad; 34 not distributable. It is the state registered in the key; "
        "it does not say where the money is used.",
        "ID_ENTIDAD_FEDERATIVA",
    ),
    _text(
        "portfolio_key",
        "Clave de cartera",
        "Portfolio key",
        "Proyecto de inversión en la cartera de la SHCP; vacía si no hay.",
        "Investment project in the SHCP portfolio; empty if none.",
        "ID_CLAVE_CARTERA",
    ),
)

_MONEY = (
    _money(
        "approved_mxn",
        "Aprobado",
        "Approved",
        "Monto aprobado; vacío = sin monto.",
        "Approved amount; empty = no amount.",
        "MONTO_APROBADO",
    ),
    _money("modified_mxn", "Modificado", "Modified", "Presupuesto modificado.", "Budget after changes."),
    _money(
        "accrued_mxn",
        "Devengado",
        "Accrued",
        "Obligación de pago reconocida.",
        "Recognised obligation to pay.",
    ),
    _money(
        "executed_mxn",
        "Ejercicio",
        "Executed",
        "Ejercicio de la Cuenta Pública: pagado más ADEFAS.",
        "Executed in the public account: paid plus ADEFAS.",
        "Ejercicio",
    ),
    _money(
        "paid_mxn",
        "Pagado",
        "Paid",
        "Pagado en el ejercicio.",
        "Paid in the year.",
        "MONTO_PAGADO",
    ),
    _money(
        "adefas_mxn",
        "ADEFAS",
        "Prior-year arrears",
        "Adeudos de ejercicios fiscales anteriores.",
        "Debts of earlier fiscal years.",
        "ADEFAS",
    ),
    _money(
        "exercised_mxn",
        "Ejercido",
        "Exercised",
        "Momento contable ejercido: cuenta por liquidar certificada aprobada.",
        "Accounting moment “ejercido”: an approved payment order.",
        "MONTO_EJERCIDO",
    ),
    _money(
        "proposed_mxn",
        "Proyecto",
        "Proposed",
        "Monto del proyecto de presupuesto; vacío = sin monto.",
        "Amount in the draft budget; empty = no amount.",
        "IMPORTE_PROYECTO",
    ),
    _money(
        "personnel_mxn",
        "Servicios personales",
        "Personnel",
        "Gasto corriente en personal.",
        "Current spending on personnel.",
        "Servicios Personales",
    ),
    _money(
        "operating_mxn",
        "Gasto de operación",
        "Operating",
        "Gasto corriente de operación.",
        "Current operating spending.",
        "Gasto de Operación",
    ),
    _money(
        "current_subsidies_mxn",
        "Subsidios corrientes",
        "Current subsidies",
        "Subsidios, gasto corriente.",
        "Subsidies, current spending.",
        "Subsidios",
    ),
    _money(
        "other_current_mxn",
        "Otros de corriente",
        "Other current",
        "Otro gasto corriente.",
        "Other current spending.",
        "Otros de Corriente",
    ),
    _money(
        "current_mxn",
        "Gasto corriente",
        "Current spending",
        "Suma del gasto corriente, como se publica.",
        "Sum of current spending, as published.",
    ),
    _money(
        "pensions_mxn",
        "Pensiones y jubilaciones",
        "Pensions",
        "Pensiones; la columna existe desde 2016.",
        "Pensions; the column exists from 2016.",
        "Pensiones y Jubilaciones",
    ),
    _money(
        "physical_investment_mxn",
        "Inversión física",
        "Physical investment",
        "Inversión física.",
        "Physical investment.",
        "Inversión Física",
    ),
    _money(
        "investment_subsidies_mxn",
        "Subsidios de inversión",
        "Investment subsidies",
        "Subsidios, gasto de inversión.",
        "Subsidies, investment spending.",
        "Subsidios",
    ),
    _money(
        "other_investment_mxn",
        "Otros de inversión",
        "Other investment",
        "Otro gasto de inversión.",
        "Other investment spending.",
        "Otros de Inversión",
    ),
    _money(
        "investment_mxn",
        "Gasto de inversión",
        "Investment",
        "Suma de la inversión, como se publica.",
        "Sum of investment, as published.",
    ),
    _money(
        "total_mxn", "Total", "Total", "Total de la fila, como se publica.", "Total of the row, as published."
    ),
    _money(
        "gdp_mxn",
        "Producto o valor agregado",
        "Product or value added",
        "Pesos; el INEGI publica millones con tres decimales.",
        "Pesos; INEGI publishes millions with three decimals.",
    ),
    _money("gross_mxn", "Bruto", "Gross", "Suma de todas las claves.", "Sum of all budget keys."),
    _money(
        "net_mxn",
        "Neto",
        "Net",
        "Bruto menos lo que el gobierno se paga a sí mismo.",
        "Gross minus what government pays to itself.",
    ),
    _money(
        "expected",
        "Publicado",
        "Published",
        "Cifra publicada contra la que se compara.",
        "Published figure compared against.",
    ),
    _money(
        "actual",
        "Calculado",
        "Computed",
        "Cifra calculada con este almacén.",
        "Figure computed from this store.",
    ),
    _money(
        "difference", "Diferencia", "Difference", "Calculado menos publicado.", "Computed minus published."
    ),
    _money("tolerance", "Tolerancia", "Tolerance", "Diferencia que se acepta.", "Accepted difference."),
)

_FLAGS = (
    _other(
        "netted",
        "flag",
        "Se resta en el neto",
        "Subtracted in net",
        "La clave se resta para pasar de bruto a neto; vacío = al archivo le faltan códigos para saberlo.",
        "The key is subtracted going from gross to net; empty = the file lacks the codes that tell.",
    ),
    _other(
        "repaired",
        "flag",
        "Reparada",
        "Repaired",
        "El registro venía roto y se reparó.",
        "The record was broken and was repaired.",
    ),
    _other(
        "reported",
        "flag",
        "Reportado",
        "Reported",
        "Falso: el libro no da cifras (no es cero).",
        "False: the workbook gives no figures (not zero).",
    ),
    _other(
        "breaks",
        "flag",
        "Corta la serie",
        "Breaks the series",
        "Ninguna línea une los años: es, o puede ser, otro programa.",
        "No line joins the years: it is, or may be, another programme.",
    ),
    _other(
        "declared",
        "flag",
        "Revisado",
        "Reviewed",
        "Falso: se halló al comparar nombres y nadie lo ha revisado.",
        "False: found by comparing names; nobody has reviewed it.",
    ),
    _other(
        "repealed",
        "flag",
        "Derogada",
        "Repealed",
        "El catálogo dice «Derogada» en lugar de un nombre.",
        "The catalogue says “Derogada” (repealed) in place of a name.",
    ),
    _other(
        "secondary",
        "flag",
        "Fuente secundaria",
        "Secondary source",
        "Reelaborado por terceros.",
        "Reworked by a third party.",
    ),
)

_NUMBERS = (
    _other(
        "source_row",
        "integer",
        "Fila de origen",
        "Source row",
        "Número de registro o fila, desde 1.",
        "Record or sheet row number, from 1.",
    ),
    _other(
        "inhabitants",
        "integer",
        "Habitantes",
        "Inhabitants",
        "Población a mitad de año.",
        "Mid-year population.",
        "people",
    ),
    _other("value", "index", "Índice", "Index", "Valor del índice.", "Value of the index.", "index"),
    _other("months", "integer", "Meses", "Months", "Meses que entran en el promedio.", "Months in the mean."),
    _other(
        "lines", "integer", "Claves", "Lines", "Número de claves presupuestarias.", "Number of budget keys."
    ),
    _other("no_amount", "integer", "Sin monto", "No amount", "Claves sin monto.", "Keys without an amount."),
    _other("bytes", "long", "Tamaño", "Size", "Tamaño en bytes.", "Size in bytes.", "bytes"),
    _other(
        "times", "integer", "Veces", "Times", "Cuántas veces pasó en el archivo.", "How often in the file."
    ),
    _other(
        "part",
        "long",
        "Cuántos",
        "How many",
        "Celdas, registros o años a los que les pasa lo que se mide.",
        "Cells, records or years that what is measured happens to.",
    ),
    _other("whole", "long", "De cuántos", "Of how many", "El total con que se compara.", "Of which total."),
    _other("rows_read", "integer", "Filas leídas", "Rows read", "Registros leídos.", "Records read."),
    _other(
        "rows_stored", "integer", "Filas guardadas", "Rows stored", "Registros guardados.", "Records stored."
    ),
    _other(
        "rows_rejected",
        "integer",
        "Filas rechazadas",
        "Rows rejected",
        "Registros rechazados.",
        "Records rejected.",
    ),
    _other(
        "line", "integer", "Línea", "Line", "Número de registro o fila, desde 1.", "Record or row, from 1."
    ),
    _other("sort_order", "integer", "Orden", "Order", "Orden oficial.", "Official order."),
    _other(
        "before_year",
        "integer",
        "Último año antes",
        "Last year before",
        "Último año antes de la ruptura.",
        "Last year before the break.",
        "year",
    ),
    _other(
        "after_year",
        "integer",
        "Primer año después",
        "First year after",
        "Primer año después de la ruptura.",
        "First year after the break.",
        "year",
    ),
    _other(
        "before_row",
        "integer",
        "Fila del nombre anterior",
        "Row of the former name",
        "Fila en su archivo, desde 1; vacía = no está en un libro de la Cuenta Pública.",
        "Row in its file, from 1; empty = not in a workbook of the public account.",
    ),
    _other(
        "after_row",
        "integer",
        "Fila del nombre posterior",
        "Row of the later name",
        "Fila en su archivo, desde 1; vacía = no está en un libro de la Cuenta Pública.",
        "Row in its file, from 1; empty = not in a workbook of the public account.",
    ),
    _other("period", "date", "Periodo", "Period", "Primer día del periodo.", "First day of the period."),
    _other(
        "corrected", "date", "Corregida el", "Corrected on", "Día de la corrección.", "Day of the correction."
    ),
    _other(
        "obtained", "date", "Fecha de obtención", "Date obtained", "Vacía = desconocida.", "Empty = unknown."
    ),
    _other("seen_at", "date", "Vista el", "Seen on", "Día en que se preguntó.", "Day on which it was asked."),
    _other(
        "last_seen_at",
        "date",
        "Vista antes el",
        "Last seen on",
        "Última vez que había algo. Vacía = nunca.",
        "Last time that anything was there. Empty = never.",
    ),
)

_WORDS = tuple(
    _text(name, es, en, es + ".", en + ".")
    for name, es, en in (
        ("source_file_id", "Archivo de origen", "Source file"),
        ("counted_in", "Sus cifras se cuentan en el archivo", "Its figures are counted in the file"),
        ("dataset_id", "Conjunto de datos", "Dataset"),
        ("index_id", "Índice", "Index id"),
        ("kind", "Clase", "Kind"),
        ("name", "Nombre", "Name"),
        ("code", "Clave", "Code"),
        ("dimension", "Dimensión", "Dimension"),
        ("member_id", "Miembro", "Member"),
        ("parent_dimension", "Dimensión superior", "Parent dimension"),
        ("parent_id", "Miembro superior", "Parent member"),
        ("economic_type", "Tipo económico", "Economic type"),
        ("scope", "Alcance", "Scope"),
        ("key", "Clave", "Key"),
        ("text", "Texto", "Text"),
        ("ramo_code", "Número de ramo", "Ramo number"),
        ("name_es", "Nombre", "Name in Spanish"),
        ("name_en", "Nombre en inglés", "Name"),
        ("title_es", "Título", "Title in Spanish"),
        ("title_en", "Título en inglés", "Title"),
        ("description_es", "Descripción", "Description in Spanish"),
        ("description_en", "Descripción en inglés", "Description"),
        ("publisher", "Publica", "Publisher"),
        ("licence_id", "Licencia", "Licence"),
        ("licence_title_es", "Licencia", "Licence title in Spanish"),
        ("licence_title_en", "Licencia en inglés", "Licence title"),
        ("licence_url", "Dirección de la licencia", "Licence address"),
        ("source_page", "Página de la fuente", "Source page"),
        ("file_name", "Archivo", "File"),
        ("original_url", "Dirección original", "Original address"),
        ("obtained_from", "Obtenido de", "Obtained from"),
        ("url", "Dirección", "Address"),
        ("sha256", "SHA-256", "SHA-256"),
        ("last_sha256", "SHA-256 de antes", "SHA-256 before"),
        ("what", "Qué es", "What it is"),
        ("figure_id", "Cifra", "Figure"),
        ("old_value", "Antes decía", "It said"),
        ("new_value", "Debe decir", "It should say"),
        ("unit", "Unidad", "Unit"),
        ("wrong_until", "Última versión con la cifra anterior", "Last version with the old figure"),
        ("reason_code", "Clave del motivo", "Reason code"),
        ("reason_es", "Motivo", "Reason in Spanish"),
        ("reason_en", "Motivo en inglés", "Reason"),
        ("what_es", "Qué se hizo", "What was done, in Spanish"),
        ("what_en", "Qué se hizo, en inglés", "What was done"),
        ("raw", "Texto original", "Raw text"),
        ("before", "Antes", "Before"),
        ("after", "Después", "After"),
        ("column_name", "Columna", "Column"),
        ("examples", "Ejemplos: línea y valor", "Examples: line and value"),
        ("check_id", "Comprobación", "Check"),
        ("against", "Contra qué conjunto de datos", "Against which dataset"),
        ("subject", "Qué se compara", "What is compared"),
        ("status", "Resultado", "Outcome"),
        ("explanation_es", "Explicación", "Explanation in Spanish"),
        ("explanation_en", "Explicación en inglés", "Explanation"),
        ("text_es", "Advertencia", "Caveat in Spanish"),
        ("text_en", "Advertencia en inglés", "Caveat"),
        ("program_code", "Clave de programa", "Programme code"),
        ("sheet", "Hoja", "Sheet"),
        ("before_id", "Programa anterior", "Former programme"),
        ("after_id", "Programa posterior", "Later programme"),
        ("before_name", "Nombre anterior", "Former name"),
        ("after_name", "Nombre posterior", "Later name"),
        ("before_file_id", "Archivo del nombre anterior", "File of the former name"),
        ("after_file_id", "Archivo del nombre posterior", "File of the later name"),
        ("plan_axis_id", "Clave del eje del PND", "Code of the axis of the National Development Plan"),
        ("plan_axis", "Eje del PND", "Axis of the National Development Plan"),
        ("plan_type_id", "Clave del tipo de programa del PND", "Code of the type of plan programme"),
        ("plan_type", "Tipo de programa del PND", "Type of plan programme"),
        ("plan_program_id", "Clave del programa del PND", "Code of the plan programme"),
        ("plan_program", "Programa derivado del PND", "Plan programme"),
        ("plan_objective_id", "Clave del objetivo prioritario", "Code of the priority objective"),
        ("plan_objective", "Objetivo prioritario", "Priority objective"),
        ("plan_strategy_id", "Clave de la estrategia prioritaria", "Code of the priority strategy"),
        ("plan_strategy", "Estrategia prioritaria", "Priority strategy"),
    )
)

COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        *_KEYS,
        *_CHOICES,
        *_MONEY,
        *_FLAGS,
        *_NUMBERS,
        *_WORDS,
        *PROCUREMENT_COLUMNS,
        *INDICATOR_COLUMNS,
    )
}

_SPECIAL = {
    **INDICATOR_SPECIAL,
    "availability.moment": _text(
        "moment",
        "Momento contable",
        "Accounting moment",
        "Momento para el que se tienen montos.",
        "Moment for which amounts are held.",
    ),
    "program_link.kind": _choice(
        "kind",
        "Clase",
        "Kind",
        ("renamed", "renumbered", "moved", "merged", "split", "code_reused", "candidate"),
        "Cambió de nombre, de clave o de ramo, se juntó, se dividió, la clave se reutilizó, o es dudoso.",
        "Renamed, renumbered, moved, merged, split, code used again, or doubtful.",
    ),
    "state_gdp.state_id": _text(
        "state_id",
        "Entidad federativa",
        "State",
        "Clave INEGI 01-32; 00 es el total nacional.",
        "INEGI code 01-32; 00 is the national total.",
    ),
    "state_gdp.fiscal_year": _other(
        "fiscal_year", "integer", "Año", "Year", "Año calendario.", "Calendar year.", "year"
    ),
    "source_sighting.status": _choice(
        "status",
        "Qué pasó",
        "What happened",
        ("new", "changed", "vanished", "returned"),
        "Lo que se vio en la dirección, frente a la vez anterior.",
        "What was seen at the address, against the time before.",
    ),
    "file_quality.measure": _choice(
        "measure",
        "Medida",
        "Measure",
        (*MEASURES, *FACTS),
        "Qué se mide del archivo: registros rechazados o repetidos, celdas vaciadas, sin clasificar o "
        "vacías, último registro cortado, huecos, lo perdido frente a la versión anterior; y lo que trae.",
        "What is measured of the file: records rejected or repeated, cells emptied, unclassified or empty, a "
        "last record cut short, gaps, what was lost against the version before; and what it holds.",
    ),
    "price_index.kind": _choice(
        "kind",
        "Clase",
        "Kind",
        ("observed", "projected", "unknown"),
        "Observado, proyectado, o el archivo no lo dice.",
        "Observed, projected, or the file does not say.",
    ),
    "store_meta.value": _text("value", "Valor", "Value", "Valor del dato.", "Value of the item."),
}


def column_of(table: str, name: str) -> Column:
    """Return the column called `name` as `table` uses it; KeyError if it is not declared."""
    return _SPECIAL.get(f"{table}.{name}") or COLUMNS[name]
