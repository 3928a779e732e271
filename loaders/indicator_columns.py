"""Columns of what is made from contracts: suppliers, links, indicators and their values, cubes."""

from __future__ import annotations

from loaders.model import Column, Kind, Text

SCOPES = ("all", "agency", "procuring_unit", "state")
CODE_KINDS = ("program", "specific_object", "unit")
MATCHES = (
    "agency",
    "state",
    "procedure",
    "supplier_rfc",
    "supplier_identity",
    "program",
    "specific_object",
    "unit",
    "spending_program",
)
CONCEPTS = ("competition", "transparency", "anomalies", "none")


def _column(name: str, kind: Kind, es: str, en: str, meaning_es: str, meaning_en: str, unit: str) -> Column:
    return Column(name, kind, Text(es, en), Text(meaning_es, meaning_en), unit)


def _choice(
    name: str, es: str, en: str, choices: tuple[str, ...], meaning_es: str, meaning_en: str
) -> Column:
    return Column(name, "text", Text(es, en), Text(meaning_es, meaning_en), choices=choices)


_COUNTS = tuple(
    _column(name, "long", es, en, meaning_es, meaning_en, "count")
    for name, es, en, meaning_es, meaning_en in (
        ("contracts", "Contratos", "Contracts", "Cuántos contratos.", "How many contracts."),
        (
            "counted",
            "Contratos con monto",
            "Contracts with an amount",
            "Cuántos de ellos tienen un monto que entra en sumas.",
            "How many of them have an amount that enters sums.",
        ),
        (
            "known",
            "Contratos con los datos necesarios",
            "Contracts with the needed data",
            "Contratos que tienen todos los campos que el indicador necesita.",
            "Contracts that have every field that the indicator needs.",
        ),
        (
            "signals",
            "Contratos con señal",
            "Contracts with a signal",
            "Contratos que cumplen la condición del indicador; vacío si no se cuenta por contrato.",
            "Contracts that meet the indicator's condition; empty where contracts are not what is counted.",
        ),
        (
            "variants",
            "Formas del nombre",
            "Forms of the name",
            "Cuántas formas publicadas del nombre se unieron.",
            "How many published forms of the name were merged.",
        ),
        ("matched", "Enlazados", "Matched", "Cuántos pudieron enlazarse.", "How many could be linked."),
        ("total", "De un total de", "Out of", "De cuántos.", "Out of how many."),
        (
            "contracts_in_force",
            "Contratos firmados mientras estaba vigente",
            "Contracts signed while in force",
            "Contratos firmados entre el inicio y el fin; vacío si la lista no tiene fechas.",
            "Contracts signed between its start and end; empty where the list has no dates.",
        ),
        (
            "ranked",
            "Cuántos se ordenan",
            "How many are ranked",
            "Cuántos se comparan en ese orden.",
            "How many are compared in that order.",
        ),
    )
)

_NUMBER_ROWS: tuple[tuple[str, Kind, str, str, str, str, str], ...] = (
    (
        "supplier_no",
        "long",
        "Número del proveedor",
        "Number of the supplier",
        "Número del proveedor dentro de esta versión del almacén.",
        "Number of the supplier inside this version of the store.",
        "",
    ),
    (
        "procuring_unit_no",
        "long",
        "Número de la unidad compradora",
        "Number of the procuring unit",
        "Número de la unidad dentro de esta versión del almacén.",
        "Number of the unit inside this version of the store.",
        "",
    ),
    (
        "first_year",
        "integer",
        "Primer año",
        "First year",
        "Primer año con contratos.",
        "First year with contracts.",
        "year",
    ),
    (
        "last_year",
        "integer",
        "Último año",
        "Last year",
        "Último año con contratos.",
        "Last year with contracts.",
        "year",
    ),
    (
        "month",
        "integer",
        "Mes",
        "Month",
        "Mes de la firma; vacío si no hay fecha de firma.",
        "Month of signing; empty without a date of signing.",
        "month",
    ),
    (
        "place",
        "integer",
        "Lugar",
        "Place",
        "Lugar por monto, desde 1.",
        "Place by amount, from 1.",
        "count",
    ),
    ("position", "integer", "Orden", "Order", "Lugar en la lista.", "Place in the list.", "count"),
    (
        "share",
        "index",
        "Proporción",
        "Share",
        "De 0 a 1; vacío si el total es cero.",
        "From 0 to 1; empty where the total is zero.",
        "share",
    ),
    (
        "coverage_share",
        "index",
        "Cobertura",
        "Coverage",
        "Qué proporción de los contratos tiene los campos necesarios, de 0 a 1.",
        "Which share of the contracts has the needed fields, from 0 to 1.",
        "share",
    ),
    (
        "minimum_coverage",
        "index",
        "Cobertura mínima",
        "Least coverage",
        "Por debajo de ella el valor no se publica.",
        "Below it the value is withheld.",
        "share",
    ),
    (
        "missing_share",
        "index",
        "Proporción vacía",
        "Share that is empty",
        "En qué proporción de los contratos está vacío ese campo.",
        "In which share of the contracts that field is empty.",
        "share",
    ),
    (
        "value_by_amount",
        "index",
        "Valor por monto",
        "Value by amount",
        "La misma proporción, en pesos en vez de contratos.",
        "The same share, in pesos instead of contracts.",
        "share",
    ),
    (
        "value_low",
        "index",
        "Valor mínimo posible",
        "Least possible value",
        "El valor si ninguno de los contratos sin datos tuviera señal.",
        "The value if no contract without data had a signal.",
        "",
    ),
    (
        "value_high",
        "index",
        "Valor máximo posible",
        "Most possible value",
        "El valor si todos los contratos sin datos tuvieran señal.",
        "The value if every contract without data had a signal.",
        "",
    ),
    (
        "change",
        "index",
        "Cambio desde el año anterior",
        "Change from the year before",
        "Valor menos el del año anterior del mismo grupo; vacío si ese no se publica.",
        "Value minus that of the year before of the same group; empty where that one is withheld.",
        "",
    ),
    (
        "rank_best",
        "long",
        "Lugar más alto posible",
        "Highest possible place",
        "El lugar más alto que los datos faltantes permiten; 1 es el valor mayor.",
        "The highest place that missing data allow; 1 is the largest value.",
        "count",
    ),
    (
        "rank_worst",
        "long",
        "Lugar más bajo posible",
        "Lowest possible place",
        "El lugar más bajo que los datos faltantes permiten.",
        "The lowest place that missing data allow.",
        "count",
    ),
    (
        "scaled",
        "index",
        "De 0 a 100",
        "From 0 to 100",
        "100 × (valor − menor) / (mayor − menor) entre las unidades comparadas; 0 si todas son iguales.",
        "100 × (value − least) / (largest − least) over the units compared; 0 where all are equal.",
        "points",
    ),
    (
        "concept_mean",
        "index",
        "Promedio del concepto",
        "Mean of the concept",
        "Promedio de los indicadores del concepto, cada uno de 0 a 100.",
        "Mean of the indicators of the concept, each from 0 to 100.",
        "points",
    ),
    (
        "competition",
        "index",
        "Competencia",
        "Competition",
        "Concepto de 0 a 100, ponderado por monto.",
        "Concept from 0 to 100, weighted by amount.",
        "points",
    ),
    (
        "transparency",
        "index",
        "Transparencia",
        "Transparency",
        "Concepto de 0 a 100, ponderado por monto.",
        "Concept from 0 to 100, weighted by amount.",
        "points",
    ),
    (
        "anomalies",
        "index",
        "Anomalías",
        "Anomalies",
        "Concepto de 0 a 100, ponderado por monto.",
        "Concept from 0 to 100, weighted by amount.",
        "points",
    ),
    (
        "score",
        "index",
        "Puntaje",
        "Score",
        "Promedio de los tres conceptos, de 0 a 100; más alto es más señales.",
        "Mean of the three concepts, from 0 to 100; higher is more signals.",
        "points",
    ),
    (
        "measure",
        "money",
        "Medida",
        "Measure",
        "La cifra del contrato, en la unidad del indicador.",
        "The contract's figure, in the unit of the indicator.",
        "",
    ),
    (
        "limit_value",
        "money",
        "Con qué se compara",
        "Compared with",
        "El límite con que se compara, en la unidad del indicador.",
        "The limit that it is compared with, in the unit of the indicator.",
        "",
    ),
    (
        "group_no",
        "long",
        "Grupo",
        "Group",
        "Contratos que dan la señal juntos llevan el mismo número.",
        "Contracts that give the signal together carry the same number.",
        "",
    ),
    (
        "median_mxn",
        "money",
        "Mediana",
        "Median",
        "La mitad de los contratos con monto no pasa de aquí.",
        "Half of the contracts with an amount are not above it.",
        "MXN",
    ),
    (
        "largest_mxn",
        "money",
        "Monto mayor",
        "Largest amount",
        "El monto del contrato más grande.",
        "The amount of the largest contract.",
        "MXN",
    ),
    (
        "signals_mxn",
        "money",
        "Monto con señal",
        "Amount with a signal",
        "Pesos de los contratos con señal.",
        "Pesos of the contracts with a signal.",
        "MXN",
    ),
    (
        "known_mxn",
        "money",
        "Monto con los datos necesarios",
        "Amount with the needed data",
        "Pesos de los contratos con los campos necesarios.",
        "Pesos of the contracts with the needed fields.",
        "MXN",
    ),
)

_NUMBERS = tuple(_column(*row) for row in _NUMBER_ROWS)

_DATES = (
    _column(
        "first_signed_on",
        "date",
        "Primera firma",
        "First signing",
        "Fecha de la primera firma.",
        "Date of the first signing.",
        "",
    ),
    _column(
        "last_signed_on",
        "date",
        "Última firma",
        "Last signing",
        "Fecha de la última firma.",
        "Date of the last signing.",
        "",
    ),
)

_UNTOLD = ("no_agency", "no_procuring_unit", "no_state")
CHOSEN_FOR = ("sanctioned_suppliers",)
_CHOICES = (
    _choice(
        "chosen_for",
        "Por qué se eligieron sus contratos",
        "Why its contracts were chosen",
        CHOSEN_FOR,
        "Si quien hizo el archivo eligió los contratos porque su proveedor fue sancionado; vacío si no.",
        "Whether who made the file chose the contracts because their supplier was sanctioned; else empty.",
    ),
    _column(
        "covers_until",
        "date",
        "Hasta qué día llega",
        "Up to which day it goes",
        "Último día que el archivo cubre, si termina antes que el año; vacío si no termina antes.",
        "Last day that the file covers, where it ends before the year does; empty if unknown or if not.",
        "",
    ),
    _choice(
        "coverage",
        "Qué parte es",
        "Which part it is",
        ("full", "sample_1_percent", "first_rows", "single_agency", "selection", "unknown"),
        "Archivo completo, muestra, primeras filas, una sola institución, selección, o no se sabe.",
        "Whole file, sample, first rows, a single institution, a selection, or not known.",
    ),
    _choice(
        "code_kind",
        "Qué clave",
        "Which code",
        CODE_KINDS,
        "Programa, partida específica o unidad responsable.",
        "Programme, specific object or responsible unit.",
    ),
    _choice(
        "match_what",
        "Qué se enlaza",
        "What is linked",
        MATCHES,
        "Contratos con ramo, entidad, procedimiento, RFC o identidad del proveedor, o clave del presupuesto.",
        "Contracts with their agency, state, procedure, supplier's tax code or identity, or budget code.",
    ),
    _choice(
        "match_rule",
        "Regla del enlace",
        "Rule of the link",
        ("same_code_and_year", "same_code", "rfc", "name", "same_number"),
        "Misma clave en el mismo año, misma clave, mismo RFC, mismo nombre, o mismo número.",
        "Same code in the same year, same code, same tax code, same name, or same number.",
    ),
    _choice(
        "match_status",
        "Qué vale el enlace",
        "What the link is worth",
        ("counted", "possible_homonym", "not_counted"),
        "Cuenta; posible homonimia, que no cuenta; o una situación que no cuenta.",
        "Counts; possible homonym, which does not count; or a situation that does not count.",
    ),
    _choice(
        "concept",
        "Concepto del compuesto",
        "Concept of the composite",
        CONCEPTS,
        "En qué concepto del compuesto entra: competencia, transparencia, anomalías o ninguno.",
        "Which concept of the composite it enters: competition, transparency, anomalies or none.",
    ),
    _choice(
        "drill",
        "Qué hay debajo",
        "What lies below",
        ("contracts", "suppliers"),
        "Contratos con señal, o los proveedores por monto.",
        "Contracts with a signal, or suppliers by amount.",
    ),
)

_WORDS = tuple(
    _column(name, "text", es, en, es + ".", en + ".", "")
    for name, es, en in (
        ("indicator_id", "Indicador", "Indicator"),
        ("question_es", "Pregunta", "Question in Spanish"),
        ("question_en", "Pregunta en inglés", "Question"),
        ("formula_es", "Cómo se calcula", "How it is computed, in Spanish"),
        ("formula_en", "Cómo se calcula, en inglés", "How it is computed"),
        ("formula_sql", "La consulta que se ejecuta", "The query that runs"),
        ("method_es", "De dónde viene el método", "Where the method comes from, in Spanish"),
        ("method_en", "De dónde viene el método, en inglés", "Where the method comes from"),
        ("threshold_es", "Desde cuándo es señal", "From when it is a signal, in Spanish"),
        ("threshold_en", "Desde cuándo es señal, en inglés", "From when it is a signal"),
        ("detail_es", "Frase del contrato", "Sentence of the contract, in Spanish"),
        ("detail_en", "Frase del contrato, en inglés", "Sentence of the contract"),
        ("ocp_code", "Código de la OCP", "Code of the OCP"),
        ("value_unit", "Unidad del valor", "Unit of the value"),
        ("measure_unit", "Unidad de la medida", "Unit of the measure"),
        ("field_name", "Campo", "Field"),
        ("missing_field", "Campo que más falta", "Field that is missing most"),
        ("scope_id", "Clave del alcance", "Code of the scope"),
        ("other_supplier_id", "Otro proveedor", "Other supplier"),
        ("sanction_file_id", "Archivo de la lista", "File of the list"),
        ("procedure_file_id", "Archivo del procedimiento", "File of the procedure"),
    )
)

_FLAGS = (
    _column(
        "searchable",
        "flag",
        "Se puede buscar por nombre",
        "Can be searched by name",
        "Falso para personas físicas y para quienes no se sabe si lo son.",
        "False for natural persons and for those of whom it is not known.",
        "",
    ),
)

_ROWS = tuple(
    _column(name, "integer", es, en, es + ".", en + ".", "row")
    for name, es, en in (
        ("sanction_row", "Fila de la lista", "Row of the list"),
        ("procedure_row", "Fila del procedimiento", "Row of the procedure"),
    )
)

INDICATOR_COLUMNS = (*_COUNTS, *_NUMBERS, *_DATES, *_CHOICES, *_WORDS, *_FLAGS, *_ROWS)

INDICATOR_SPECIAL = {
    "indicator_value.scope": _choice(
        "scope",
        "Alcance",
        "Scope",
        SCOPES,
        "Todos los contratos del grupo, o los de un ramo, unidad compradora o entidad.",
        "All contracts of the group, or those of an agency, procuring unit or state.",
    ),
    "top_supplier.scope": _choice(
        "scope",
        "Alcance",
        "Scope",
        SCOPES,
        "Todos los contratos del grupo, o los de un ramo, unidad compradora o entidad.",
        "All contracts of the group, or those of an agency, procuring unit or state.",
    ),
    "composite_score.scope": _choice(
        "scope",
        "Alcance",
        "Scope",
        ("procuring_unit", "agency"),
        "Unidad compradora o ramo.",
        "Procuring unit or agency.",
    ),
    "indicator_value.status": _choice(
        "status",
        "Se publica",
        "Published",
        ("shown", "withheld"),
        "Se muestra, o se retiene porque faltan datos.",
        "Shown, or withheld because data are missing.",
    ),
    "indicator.level": _choice(
        "level",
        "Qué se observa",
        "What is observed",
        ("contract", "supplier", "buyer"),
        "El contrato, el proveedor o quien compra.",
        "The contract, the supplier or the buyer.",
    ),
    "contract_size.dimension": _choice(
        "dimension",
        "Agrupado por",
        "Grouped by",
        ("all", "agency", "procuring_unit", "state", "category", "month", *_UNTOLD),
        "Todos, ramo, unidad compradora, entidad, qué se contrata, mes de firma; no_: los que no lo dicen.",
        "All, agency, procuring unit, state, what is bought, month of signing; no_: those that tell none.",
    ),
}
