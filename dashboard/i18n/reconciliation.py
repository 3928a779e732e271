"""Words of the page *Conciliación* and of the files of checks."""

from __future__ import annotations

from loaders.model import Text

TITLE = Text("Conciliación", "Reconciliation")
DESCRIPTION = Text(
    "Cada total, bruto, neto y por ramo, contra la cifra publicada o contra otro archivo oficial: diferencia "
    "en pesos y en por ciento, y qué la explica.",
    "Each total, gross, net and by agency, against the published figure or another official file: "
    "difference in pesos and per cent, and what explains it.",
)
QUESTION = Text("¿Cuadran las cifras con lo publicado?", "Do the figures agree with what was published?")
LEDE = Text(
    "De {checks} comprobaciones, {passed} pasan, {explained} difieren por una razón conocida, {failed} "
    "fallan y {unknown} no se pueden comprobar con lo que se tiene.",
    "Of {checks} checks, {passed} pass, {explained} differ for a known reason, {failed} fail and {unknown} "
    "cannot be checked with what is held.",
)
HOW = Text(
    "Lo publicado está redondeado; se acepta media unidad de su última cifra. Entre dos archivos oficiales "
    "se aceptan cinco centavos. Una diferencia cuenta como explicada solo si los propios archivos muestran "
    "que es justo ese monto; cualquier otra falla, y un almacén con fallas no se publica sin decirlo.",
    "Published figures are rounded; half a unit of their last digit is accepted. Between two official files "
    "five cents are. A difference counts as explained only if the files themselves show that it is just "
    "that amount; any other one fails, and a store with failures is not published without saying so.",
)
FILTERS = Text("Elegir comprobaciones", "Choose checks")
FIELDS = {
    "year": Text("Ejercicio fiscal", "Fiscal year"),
    "dataset": Text("Conjunto de datos", "Dataset"),
    "agency": Text("Ramo", "Agency (ramo)"),
    "status": Text("Resultado", "Outcome"),
}
ALL = Text("Todos", "All")
CLEAR = Text("Quitar la selección", "Clear the choice")
SUMMARY = Text("Por conjunto y ejercicio", "By dataset and year")
KINDS = {
    "gross": Text("Total bruto", "Gross total"),
    "net": Text("Total neto", "Net total"),
    "agency": Text("Por ramo", "By agency"),
    "inside": Text("Dentro del archivo", "Inside the file"),
}
NO_YEAR = Text("sin año", "no year")
NONE = Text("no hay", "none")
DETAIL = Text("Comprobación por comprobación", "Check by check")
SHOWN = Text("Se muestran {shown} de {total}.", "{shown} of {total} shown.")
SHOW_ALL = Text("Mostrar todas", "Show all")
NOTHING = Text("Ninguna comprobación corresponde a lo elegido.", "No check corresponds to what was chosen.")
HEADS = {
    "check": Text("Qué se compara, y qué lo explica", "What is compared, and what explains it"),
    "status": Text("Resultado", "Outcome"),
    "expected": Text("Publicado o esperado", "Published or expected"),
    "actual": Text("Calculado", "Computed"),
    "difference": Text("Diferencia", "Difference"),
    "share": Text("Diferencia, %", "Difference, %"),
    "tolerance": Text("Se acepta", "Accepted"),
    "dataset": Text("Conjunto", "Dataset"),
    "year": Text("Ejercicio", "Year"),
}
UNITS = Text(
    "Montos en pesos corrientes, salvo donde el título dice otra cosa (personas, registros, claves, por "
    "ciento…).",
    "Amounts in current pesos, except where the title says otherwise (people, records, codes, per cent…).",
)
FILES = Text("Estas comprobaciones como archivo:", "These checks as a file:")
CAUSES = Text("Qué puede explicar una diferencia", "What can explain a difference")
CAUSE_LIST = (
    Text(
        "Redondeo: el total publicado viene en millones o en miles de millones de pesos.",
        "Rounding: the published total is in millions or thousands of millions of pesos.",
    ),
    Text(
        "Alcance: un total con IMSS, ISSSTE, Pemex y CFE no es el del Gobierno Federal; uno neto no es uno "
        "bruto.",
        "Scope: a total with IMSS, ISSSTE, Pemex and CFE is not that of the Federal Government; a net one is "
        "not a gross one.",
    ),
    Text(
        "No reportado: los libros dejan en blanco programas que otros archivos sí traen. No es cero.",
        "Not reported: the workbooks leave blank programmes that other files do have. It is not zero.",
    ),
    Text(
        "Reorganización: el libro de un año puede presentar lo aprobado según la estructura nueva.",
        "Reorganisation: the workbook of a year may show what was approved in the new structure.",
    ),
    Text(
        "Reemplazo: los archivos se vuelven a publicar sin aviso; por eso cada uno lleva fecha y huella.",
        "Replacement: files are published again without notice; that is why each carries a date and a hash.",
    ),
    Text(
        "Registros perdidos: un CSV puede traer unos registros menos que el XLSX del mismo año.",
        "Lost records: a CSV may have a few records fewer than the XLSX of the same year.",
    ),
)
SHARE = Text("Diferencia relativa", "Relative difference")
SHARE_MEANING = Text(
    "Diferencia entre la cifra publicada, como fracción de 1; vacía si no se puede calcular.",
    "Difference over the published figure, as a fraction of 1; empty if it cannot be computed.",
)
TO_SOURCES = Text("Archivos, rechazos y método", "Files, rejects and method")
