"""Words of *Señales*, of the page of one indicator, and of the composite."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.model import Text

TITLE = Text("Señales en los contratos", "Signals in contracts")
EYEBROW = Text("Señal", "Signal")
QUESTION = Text("¿Dónde conviene mirar primero?", "Where is it worth looking first?")
DESCRIPTION = Text(
    "Indicadores de contratación sin ofertas: qué preguntan, cómo se calculan, cuánto valen, con qué "
    "cobertura, y qué los explicaría sin que nada esté mal.",
    "Procurement indicators that need no bids: what they ask, how they are computed, their values and "
    "coverage, and what would explain them with nothing being wrong.",
)
LEDE = Text(
    "De {all} señales, aquí se pueden calcular {shown}; las otras {withheld} se retienen porque a los "
    "archivos les faltan datos o no hay contratos a los que se apliquen.",
    "Of {all} signals, {shown} can be computed here; the other {withheld} are withheld because the files "
    "lack data or have no contracts that they apply to.",
)
NEUTRAL = Text(
    "Una señal es una pregunta, no una acusación: dice qué contratos vale la pena leer. Junto a cada una "
    "está qué la explicaría sin que nada esté mal.",
    "A signal is a question, not an accusation: it says which contracts are worth reading. Beside each "
    "stands what would explain it with nothing being wrong.",
)
NO_CONTRACTS = Text(
    "Esta versión de los datos no tiene contratos; abajo está cómo se calcularía cada señal.",
    "This version of the data holds no contracts; below is how each signal would be computed.",
)

VALUES = Text("Cuánto vale cada una", "The value of each")
HEADS = {
    "signal": Text("Señal", "Signal"),
    "value": Text("Valor", "Value"),
    "amount": Text("En pesos", "In pesos"),
    "between": Text("Con lo que falta, entre", "With what is missing, between"),
    "rows": Text("Contratos con la señal", "Contracts with the signal"),
    "of": Text("De los que se sabe", "Of those known"),
    "coverage": Text("Cobertura", "Coverage"),
    "rank": Text("Lugar", "Place"),
    "year": Text("Año", "Year"),
    "change": Text("Cambio en un año (puntos)", "Change in a year (points)"),
}
HEADS_HOW = Text(
    "Valor: qué parte de los contratos de los que se sabe da la señal (el índice IHH va de 0 a 10,000). "
    "Cobertura: qué parte de los contratos a los que se aplica trae todos los datos necesarios; en la "
    "concentración, qué parte del monto.",
    "Value: which part of the contracts that are known gives the signal (the HHI goes from 0 to 10,000). "
    "Coverage: which part of the contracts that it applies to has all the needed data; for concentration, "
    "which part of the amount.",
)
WITHHELD = Text(
    "Se retiene: en {share} de los contratos falta «{field}», y se pide cobertura de {least}.",
    "Withheld: “{field}” is missing in {share} of the contracts, and a coverage of {least} is asked for.",
)
WITHHELD_AMOUNT = Text(
    "Se retiene: en {share} del monto falta «{field}», y se pide cobertura de {least}.",
    "Withheld: “{field}” is missing in {share} of the amount, and a coverage of {least} is asked for.",
)
NOT_MADE = Text(
    "No aplica: ningún contrato de estos es de los que mira esta señal.",
    "Does not apply: none of these contracts is of those it is about.",
)
FEW_CONTRACTS = Text("menos de {least} contratos en un año", "fewer than {least} contracts in a year")
A_VALUE_WITHHELD = Text("uno de los dos años no tiene valor", "one of both years has no value")
SEE_ROWS = Text("Ver los {count} contratos", "See the {count} contracts")
SEE_ONE = Text("Ver el contrato", "See the contract")
SEE_ALL = Text("Ver los contratos de que sale", "See the contracts it is made of")

EACH = Text("Qué pregunta cada señal", "What each signal asks")
ABOUT = Text("De qué se trata", "What it is about")
FORMULA = Text("Cómo se calcula", "How it is computed")
THRESHOLD = Text("Desde cuándo es señal", "From when it is a signal")
METHOD = Text("De dónde viene el método", "Where the method comes from")
NEEDS = Text("Datos que necesita", "Data that it needs")
MINIMUM = Text("Cobertura mínima", "Least coverage")
OCP = Text("Código de Open Contracting Partnership", "Code of the Open Contracting Partnership")
NO_CODE = Text("no coincide con ninguno", "coincides with none")
CONCEPT = Text("Su lugar en el compuesto", "Its place in the composite")
CONCEPTS: Mapping[str, Text] = {
    "competition": Text("Competencia", "Competition"),
    "transparency": Text("Transparencia", "Transparency"),
    "anomalies": Text("Anomalías", "Anomalies"),
    "none": Text("no entra", "does not enter"),
}
EXPLAINED_BY = Text(
    "Qué la explicaría sin que nada esté mal", "What would explain it with nothing being wrong"
)
SQL = Text("La consulta que se ejecuta (SQL de DuckDB)", "The query that runs (DuckDB's SQL)")
MORE = Text(
    "«{name}» por ramo, unidad y entidad, año por año, y su consulta",
    "“{name}” by agency, unit and state, year by year, and its query",
)

HERE = Text("En estos contratos", "In these contracts")
VALUE_IS = Text("Vale {value}, con cobertura de {coverage}.", "It is {value}, with a coverage of {coverage}.")
BY_AMOUNT = Text("En pesos, {value}.", "In pesos, {value}.")
BOUNDS = Text(
    "Si se conociera lo que falta, estaría entre {low} y {high}.",
    "If what is missing were known, it would be between {low} and {high}.",
)
POINTS = Text("{value} puntos", "{value} points")
BY_YEAR = Text("Año por año, en los mismos archivos", "Year by year, in the same files")
BY_YEAR_HOW = Text(
    "Un grupo de archivos puede traer muy pocos contratos de un año; ese año no se compara.",
    "A group of files may have very few contracts of a year; that year is not compared.",
)
BY_SCOPE: Mapping[str, Text] = {
    "agency": Text("Por ramo", "By agency"),
    "procuring_unit": Text("Por unidad compradora", "By procuring unit"),
    "state": Text("Por entidad federativa", "By state"),
}
MEMBERS: Mapping[str, Text] = {
    "agency": Text("Ramo", "Agency"),
    "procuring_unit": Text("Unidad compradora", "Procuring unit"),
    "state": Text("Entidad", "State"),
}
WAYS = Text("Quién compra", "Who buys")
RANK_HOW = Text(
    "Primero, quienes tienen lugar; el 1 es el valor mayor. Donde los datos que faltan podrían cambiar el "
    "orden, el lugar es un tramo. Con menos de diez contratos, con valor cero o con menos de cinco que "
    "comparar no hay lugar. No se compara entre archivos.",
    "Those with a place come first; 1 is the largest value. Where missing data could change the order, the "
    "place is a band. With fewer than ten contracts, a value of zero or fewer than five to compare there is "
    "no place. Files are not compared.",
)
RANK = Text("{place} de {ranked}", "{place} of {ranked}")
BAND = Text("entre {best} y {worst} de {ranked}", "between {best} and {worst} of {ranked}")
UNIDENTIFIED: Mapping[str, Text] = {
    "agency": Text(
        "{count} contratos no tienen un ramo que se pueda identificar: no están en ningún renglón de esta "
        "tabla, y sí en el valor de todo el archivo.",
        "{count} contracts have no agency that can be identified: they are in no row of this table, but are "
        "in the value of the whole file.",
    ),
    "procuring_unit": Text(
        "{count} contratos no dicen su unidad compradora: no están en ningún renglón de esta tabla, y sí en "
        "el valor de todo el archivo.",
        "{count} contracts do not tell their procuring unit: they are in no row of this table, but are in "
        "the value of the whole file.",
    ),
    "state": Text(
        "{count} contratos no dicen su entidad: no están en ningún renglón de esta tabla, y sí en el valor "
        "de todo el archivo.",
        "{count} contracts do not tell their state: they are in no row of this table, but are in the value "
        "of the whole file.",
    ),
}
TO_CONTRACTS = Text(
    "Cómo, de quién y cuándo se compró en estos contratos",
    "How, from whom and when these contracts were made",
)
SEE_THEM = Text("Verlos uno por uno", "See them one by one")
NO_RANK = Text("sin lugar", "no place")
ALONE = Text("sin con quién comparar", "none to compare with")
NOBODY = Text("Ninguno está identificado en estos archivos.", "None is identified in these files.")
SHOWN = Text("Se muestran {shown} de {total}.", "{shown} of {total} are shown.")
SUPPLIERS = Text("Los proveedores con más monto", "The suppliers with the largest amounts")
NATURAL = Text("Persona física", "Natural person")
SUPPLIER_HEADS = {
    "supplier": Text("Proveedor", "Supplier"),
    "contracts": Text("Contratos", "Contracts"),
    "amount": Text("Monto (pesos)", "Amount (pesos)"),
    "share": Text("De todo el monto", "Of the whole amount"),
}
FILE_PART = Text(
    "Esto no es toda la contratación pública: las columnas «coverage» y «coverage_note» dicen, renglón por "
    "renglón, qué parte son los archivos de donde sale. No sume ni compare renglones de archivos distintos.",
    "This is not all public procurement: the columns “coverage” and “coverage_note” say, row by row, which "
    "part the files are that it is from. Do not add up or compare rows of different files.",
)
VALUES_NOTES = (
    FILE_PART,
    NEUTRAL,
    Text(
        "value: qué parte de los contratos de los que se sabe da la señal, de 0 a 1; en el IHH, puntos de 0 "
        "a 10,000 (value_unit). coverage_share: qué parte de los contratos a los que se aplica trae todos "
        "los datos necesarios; en la concentración, qué parte del monto.",
        "value: which part of the contracts that are known gives the signal, from 0 to 1; of the HHI, points "
        "from 0 to 10,000 (value_unit). coverage_share: which part of the contracts that it applies to has "
        "all the needed data; for concentration, which part of the amount.",
    ),
    Text(
        "status = withheld: el valor se retiene. missing_field dice qué campo falta más, missing_share en "
        "qué parte y minimum_coverage cuánto se pide; sin missing_field, ningún contrato es de los que mira "
        "la señal. Vacío no es cero.",
        "status = withheld: the value is withheld. missing_field says which field is missing most, "
        "missing_share in what part and minimum_coverage what is asked for; without a missing_field no "
        "contract is of those that the signal is about. Empty is not zero.",
    ),
    Text(
        "value_low y value_high: entre qué estaría el valor si se conociera lo que falta. rank_best y "
        "rank_worst: el lugar más alto y el más bajo posibles de ranked que se comparan; el 1 es el valor "
        "mayor. change: frente al año anterior, solo si ambos tienen al menos 30 contratos.",
        "value_low and value_high: between what the value would be if what is missing were known. rank_best "
        "and rank_worst: the highest and lowest possible place of ranked that are compared; 1 is the largest "
        "value. change: from the year before, only where both have at least 30 contracts.",
    ),
)
SHEET_VALUES = Text("señales", "signals")
FILES = Text("Llevarse estos valores", "Take these values along")
FILES_LEDE = Text(
    "Cada renglón trae su cobertura, por qué se retiene, los límites y el lugar, el método, qué parte del "
    "total es y la versión de los datos. El JSON añade fórmula, consulta y qué explicaría cada señal.",
    "Each row has its coverage, why it is withheld, its bounds and place, the method, which part of the "
    "whole it is, and the version of the data. The JSON adds formula, query and what would explain a signal.",
)
FILES_OF: Mapping[str, Text] = {
    "here": Text("Estos archivos y este año", "These files and this year"),
    "years": Text("Todos los años de estos archivos", "Every year of these files"),
    "every": Text("Todos los archivos y años, cada uno aparte", "All files and years, each on its own"),
    "compuesto": Text("Los puntajes", "The scores"),
    "compuesto-pasos": Text(
        "Cada paso de cada unidad, para rehacerlos", "Every step of every unit, to make them again"
    ),
}
FILE_KINDS: Mapping[str, Text] = {
    "csv": Text("CSV", "CSV"),
    "parquet": Text("Parquet", "Parquet"),
    "xlsx": Text("Excel (XLSX)", "Excel (XLSX)"),
    "json": Text("JSON, con lo que significa cada columna", "JSON, with what each column means"),
}
COMPOSITE_FILES_LEDE = Text(
    "Con los pasos se rehace cada puntaje: valores, menor y mayor de las unidades que se comparan, "
    "conceptos y montos.",
    "With the steps each score can be made again: values, largest and least of those compared, concepts and "
    "amounts.",
)
COMPOSITE_SHEETS: Mapping[str, Text] = {
    "compuesto": Text("puntajes", "scores"),
    "compuesto-pasos": Text("pasos", "steps"),
}
ALL_SIGNALS = Text("Todas las señales", "All signals")

COMPOSITE = Text("El compuesto de 0 a 100", "The composite from 0 to 100")
COMPOSITE_LINK = Text("El compuesto de 0 a 100, paso a paso", "The composite from 0 to 100, step by step")
COMPOSITE_QUESTION = Text(
    "¿Qué unidades juntan más señales que sus pares?", "Which units gather more signals than their peers?"
)
COMPOSITE_DESCRIPTION = Text(
    "El puntaje de 0 a 100 de las unidades compradoras, con la agregación del IMCO y cada paso a la vista.",
    "The score from 0 to 100 of procuring units, by IMCO's aggregation and with every step in sight.",
)
COMPOSITE_LEDE = Text(
    "Cada concepto va de 0, la unidad con menos señales entre las comparadas, a 100, la que más; el puntaje "
    "es su promedio. Solo ordena: no dice que algo esté bien o mal.",
    "Each concept goes from 0, the unit with the fewest signals of those compared, to 100, the one with the "
    "most; the score is their mean. It only sorts: it does not say that something is right or wrong.",
)
COMPOSITE_WHY_NOT = Text(
    "Para estos contratos no se calcula: hacen falta archivos con todos los contratos de quienes se comparan "
    "(aquí solo los que dicen ser completos o de una sola institución), al menos cinco unidades con "
    "suficientes contratos de lo mismo, y los tres conceptos con cobertura.",
    "It is not computed for these contracts: it takes files with all contracts of those compared (here only "
    "those said to be whole or of a single institution), at least five units with enough contracts of one "
    "kind, and all three concepts with coverage.",
)
COMPOSITE_HELD = Text("Sí se calcula para:", "It is computed for:")
METHOD_STEPS = Text("El método, en seis pasos", "The method, in six steps")
STEPS = (
    Text(
        "Por qué se contrata (adquisiciones, servicios…) y año, se toman las unidades con más de 6 contratos "
        "de adquisiciones, 10 de servicios, 4 de obra, 2 de arrendamientos o 2 de servicios de obra, y nunca "
        "menos de 10, y cada señal de un concepto que tenga cobertura y cuente al menos 10 contratos: con "
        "menos, cada uno la mueve demasiado.",
        "For each kind of purchase (goods, services…) and year: the units with more than 6 contracts of "
        "goods, 10 of services, 4 of works, 2 of leases or 2 of services for works, and never fewer "
        "than 10, and every signal of a concept that has coverage and counts at least 10 contracts: of "
        "fewer, each one moves it too much.",
    ),
    Text(
        "Cada valor pasa a una escala de 0 a 100: 100 × (valor − menor) ÷ (mayor − menor) entre esas "
        "unidades; si todas son iguales, 0.",
        "Each value goes to a scale from 0 to 100: 100 × (value − least) ÷ (most − least) over those units; "
        "where all are equal, 0.",
    ),
    Text(
        "Dentro de cada concepto (competencia, transparencia, anomalías) se promedian las señales.",
        "Inside each concept (competition, transparency, anomalies) the signals are averaged.",
    ),
    Text(
        "Ese promedio pasa otra vez de 0 a 100 entre las unidades. Quedan las que tienen los tres conceptos.",
        "That mean goes from 0 to 100 over the units again. Those with all three concepts stay.",
    ),
    Text(
        "Los conceptos de una unidad se promedian entre lo que contrata, según el monto de cada cosa.",
        "The concepts of a unit are averaged over its kinds of purchase, weighted by amount.",
    ),
    Text("El puntaje es el promedio de los tres conceptos.", "The score is the mean of the three concepts."),
)
IMCO = Text(
    "Es la agregación del primer Índice de Riesgos de Corrupción del IMCO (código público imco/IRC), con "
    "pesos por monto. Cambia lo que entra: el IMCO tenía documentos y ofertas que ningún archivo de aquí "
    "trae; donde todas las unidades son iguales el IMCO dejaba el valor sin escalar, y aquí se pone 0; y "
    "aquí no se comparan menos de cinco unidades.",
    "It is the aggregation of IMCO's first index of corruption risks (public code imco/IRC), weighted by "
    "amount. What goes in differs: IMCO had documents and bids that no file here has; where all units are "
    "equal IMCO left the value unscaled and here it is 0; and fewer than five units are not compared here.",
)
SCORES: Mapping[str, Text] = {
    "procuring_unit": Text("Puntaje de cada unidad", "Score of each unit"),
    "agency": Text("Puntaje de cada ramo", "Score of each agency"),
}
SCORE = Text("Puntaje", "Score")
STEPS_OF = Text("Paso a paso: {name}", "Step by step: {name}")
STEPS_HOW = Text(
    "Abra otra unidad de la tabla para ver sus pasos.", "Open another unit of the table to see its steps."
)
STEP_VALUES = Text("Pasos 1 y 2: cada señal, de 0 a 100", "Steps 1 and 2: each signal, from 0 to 100")
STEP_CONCEPTS = Text("Pasos 3 y 4: cada concepto, de 0 a 100", "Steps 3 and 4: each concept, from 0 to 100")
STEP_SCORE = Text("Pasos 5 y 6: por monto, y el puntaje", "Steps 5 and 6: by amount, and the score")
STEP_HEADS = {
    "signal": Text("Señal", "Signal"),
    "concept": Text("Concepto", "Concept"),
    "category": Text("Qué se contrata", "What is bought"),
    "value": Text("Valor", "Value"),
    "counted": Text("De cuántos contratos", "Of how many contracts"),
    "mean": Text("Promedio", "Mean"),
    "least": Text("Menor", "Least"),
    "most": Text("Mayor", "Most"),
    "scaled": Text("De 0 a 100", "From 0 to 100"),
    "amount": Text("Monto (pesos)", "Amount (pesos)"),
}
COUNTED = Text("{signals} de {known}", "{signals} of {known}")
SUM = Text(
    "({competition} + {transparency} + {anomalies}) ÷ 3 = {score}",
    "({competition} + {transparency} + {anomalies}) ÷ 3 = {score}",
)
