"""Words of the page *Fuentes y método*."""

from __future__ import annotations

from loaders.model import Text

TITLE = Text("Fuentes y método", "Sources and method")
DESCRIPTION = Text(
    "De qué archivo oficial sale cada cifra, con fecha, huella, filas, rechazos y comprobaciones al peso.",
    "Which official file each figure comes from, with date, hash, rows, rejects, and checks to the peso.",
)
QUESTION = Text(
    "¿De dónde sale cada cifra, y cómo se comprueba?",
    "Where does each figure come from, and how is it checked?",
)
LEDE = Text(
    "La versión {version} de los datos tiene {files} archivos fuente. De {read} filas leídas se guardaron "
    "{stored} "
    "y se rechazaron {rejected}. De {checks} comprobaciones, {passed} pasan, {failed} fallan, {explained} "
    "difieren por "
    "una razón conocida y {unknown} no se pueden comprobar con lo que tenemos.",
    "Data version {version} has {files} source files. Of {read} rows read, {stored} were stored and "
    "{rejected} "
    "rejected. Of {checks} checks, {passed} pass, {failed} fail, {explained} differ for a known reason, "
    "and {unknown} "
    "cannot be checked with what is held.",
)
DATASETS = Text("Conjuntos de datos", "Datasets")
FILES = Text("Archivos fuente", "Source files")
LEFT_OUT = Text("Archivos que quedaron fuera", "Files that were left out")
LEFT_OUT_HELP = Text(
    "Se sabe de qué son y no se pudieron leer: ninguna cifra del tablero sale de ellos. El motivo está en "
    "inglés, como lo escribe el programa que carga los datos.",
    "It is known what they are and they could not be read: no figure of the dashboard comes from them. The "
    "reason is given as the program that loads the data writes it.",
)
SIGHTINGS = Text("Fuentes que cambiaron o desaparecieron", "Sources that changed or vanished")
CHECKS = Text("Comprobaciones", "Checks")
CHECKS_LEDE = Text(
    "Cada total se compara con uno publicado o con otro archivo. Aquí está lo que falla y lo que difiere por "
    "una razón conocida; lo que pasa y lo que no se puede comprobar está en Conciliación.",
    "Each total is compared with a published one or with another file. Here is what fails and what differs "
    "for a known reason; what passes and what cannot be checked is in Reconciliation.",
)
ALL_CHECKS = Text(
    "Conciliación: todas, por conjunto, ejercicio y ramo", "Reconciliation: all, by dataset, year and agency"
)
CHECKS_FILE = Text("Todas las comprobaciones, en CSV", "All checks, as CSV")
REJECTS = Text("Filas rechazadas", "Rejected rows")
NO_REJECTS = Text("Ninguna fila fue rechazada.", "No row was rejected.")
REPAIRS = Text("Reparaciones aplicadas a los archivos", "Repairs applied to the files")
REPAIRS_LEDE = Text(
    "Errores conocidos de la fuente, reparados a la vista: qué había y qué quedó. Se muestran {shown} de "
    "{total}.",
    "Known errors of the source, repaired in plain sight: what was there and what it became. {shown} of "
    "{total} shown.",
)
CAVEATS = Text("Advertencias", "Caveats")
BREAKS = Text("Cortes de las series", "Breaks in the series")
CORRECTIONS = Text("Correcciones publicadas", "Published corrections")
CORRECTIONS_LEDE = Text(
    "Si una cifra publicada aquí cambia, se anota en esta lista: la anterior, la nueva, por qué y desde "
    "qué versión.",
    "If a figure published here changes, it is noted in this list: the old one, the new one, why, and "
    "since which "
    "version.",
)
NO_CORRECTIONS = Text(
    "Ninguna cifra publicada ha cambiado ni se ha corregido hasta esta versión.",
    "No published figure has changed or been corrected up to this version.",
)
CHANGES_COUNTED = Text("Se muestran {shown} de {total}.", "{shown} of {total} shown.")
REPORT = Text("¿Ves un error?", "See an error?")
REPORT_LEDE = Text(
    "Diga qué cifra es con su enlace permanente, qué esperaba ver y en qué documento lo leyó. Con eso "
    "cualquiera puede "
    "rehacer el camino desde el archivo oficial.",
    "Say which figure it is with its permalink, what you expected to see, and in which document you read "
    "it. With that "
    "anyone can retrace the way from the official file.",
)
REPORT_FIGURE = Text("La figura que pregunta:", "The figure you ask about:")
REPORT_VERSION = Text("Versión de los datos: {version}", "Data version: {version}")
REPORT_TO = Text("Escriba a quien publica este sitio:", "Write to the publisher of this site:")
REPORT_NOBODY = Text(
    "Esta instalación no ha dicho a dónde escribir (ajuste CUENTAS_CONTACT).",
    "This installation has not said where to write (setting CUENTAS_CONTACT).",
)
METHOD = Text("Método", "Method")
METHODS = (
    Text(
        "Precios reales: cada monto se multiplica por el índice del año base y se divide entre el índice "
        "de su año "
        "(deflactor del PIB de la SHCP o promedio anual del INPC). Los años proyectados se señalan.",
        "Real prices: each amount is multiplied by the index of the base year and divided by the index of "
        "its year "
        "(SHCP's GDP deflator or the annual mean of the INPC). Projected years are marked.",
    ),
    Text(
        "Por habitante: entre la población a mitad de año de CONAPO, nacional, del mismo año.",
        "Per inhabitant: divided by CONAPO's national mid-year population of the same year.",
    ),
    Text(
        "De bruto a neto (solo PEF): se restan las aportaciones y cuotas entre entes públicos para no "
        "contarlas dos "
        "veces; cada resta es una comprobación de la lista.",
        "From gross to net (PEF only): contributions between public bodies are subtracted so as not to "
        "count them "
        "twice; each subtraction is a check in the list.",
    ),
    Text(
        "No reportado nunca es cero: un programa sin cifra queda vacío, y la suma que lo incluye dice que "
        "es parcial.",
        "Not reported is never zero: a programme without a figure stays empty, and a sum that includes it "
        "says that it "
        "is partial.",
    ),
)
GLOSSARY = Text("Glosario de términos oficiales", "Glossary of official terms")
UNKNOWN = Text("desconocido", "unknown")
SECONDARY = Text("Fuente secundaria: elaborada por un tercero.", "Secondary source: made by a third party.")
COUNTED_IN = Text(
    "Trae las mismas cifras que {file}: se compara con él y no se suma.",
    "It has the same figures as {file}: it is compared with it and not added.",
)
COPY = Text(
    "Copia obtenida de {origin}; dirección original: {address}.",
    "Copy obtained from {origin}; original address: {address}.",
)
RECORDED = Text("Según el registro del acervo: {what}", "As recorded with the file: {what}")
EQUIVALENCES = Text(
    "Ramos y programas que cambiaron de nombre, de clave o de ramo",
    "Agencies and programmes that changed name, code or agency",
)
STATUSES = {
    "passed": Text("pasa", "passes"),
    "failed": Text("falla", "fails"),
    "accepted": Text("falla, aceptada", "fails, accepted"),
    "explained": Text("difiere, explicado", "differs, explained"),
    "not_checkable": Text("no comprobable", "not checkable"),
}
HEADS = {
    "dataset": Text("Conjunto", "Dataset"),
    "publisher": Text("Publica", "Publisher"),
    "licence": Text("Licencia", "Licence"),
    "file": Text("Archivo", "File"),
    "origin": Text("Obtenido de", "Obtained from"),
    "original": Text("Dirección original", "Original address"),
    "date": Text("Fecha de obtención", "Date obtained"),
    "hash": Text("Huella SHA-256", "SHA-256 hash"),
    "read": Text("Filas leídas", "Rows read"),
    "stored": Text("Guardadas", "Stored"),
    "rejected": Text("Rechazadas", "Rejected"),
    "check": Text("Comprobación", "Check"),
    "expected": Text("Esperado", "Expected"),
    "actual": Text("Calculado", "Computed"),
    "difference": Text("Diferencia", "Difference"),
    "status": Text("Estado", "Status"),
    "why": Text("Explicación", "Explanation"),
    "line": Text("Línea", "Line"),
    "reason": Text("Motivo", "Reason"),
    "raw": Text("Texto original", "Raw text"),
    "what": Text("Qué se hizo", "What was done"),
    "figure": Text("Cifra", "Figure"),
    "now": Text("Ahora", "Now"),
    "since": Text("Versión", "Version"),
    "before": Text("Antes", "Before"),
    "after": Text("Después", "After"),
}
TERMS = (
    (
        "ramo",
        Text("Ramo", "Ramo (agency)"),
        Text(
            "Parte del presupuesto que corresponde a una dependencia, poder u organismo, o a un fin general.",
            "Part of the budget of a ministry, branch of government or body, or of a general purpose.",
        ),
    ),
    (
        "unidad",
        Text("Unidad responsable (UR)", "Responsible unit (unidad responsable, UR)"),
        Text(
            "Área de un ramo que recibe y ejerce recursos.",
            "Area of a ramo that receives and spends money.",
        ),
    ),
    (
        "programa",
        Text("Programa presupuestario (Pp)", "Budget programme (programa presupuestario, Pp)"),
        Text(
            "Conjunto de acciones con un mismo fin; su clave une modalidad y número, como E023.",
            "Set of actions with one purpose; its code joins modality and number, such as E023.",
        ),
    ),
    (
        "modalidad",
        Text("Modalidad", "Modality (modalidad)"),
        Text(
            "Letra que dice de qué clase es un programa: S, con reglas de operación; U, otros subsidios; E, "
            "servicios públicos; K, proyectos de inversión.",
            "Letter that says of which class a programme is: S, with rules of operation; U, other "
            "subsidies; E, public services; K, investment projects.",
        ),
    ),
    (
        "equivalencia",
        Text("Equivalencia", "Equivalence"),
        Text(
            "Lo que une dos nombres, claves o ramos de un mismo programa en años distintos, o dice que una "
            "clave pasó a otro programa.",
            "What joins two names, codes or agencies of one programme in different years, or says that a "
            "code went to another programme.",
        ),
    ),
    (
        "pib",
        Text("PIB", "GDP (PIB)"),
        Text(
            "Producto interno bruto: valor de lo que se produce en un año. Aquí es el nacional del INEGI, a "
            "precios corrientes.",
            "Gross domestic product: value of what is produced in a year. Here it is INEGI's national one, "
            "at current prices.",
        ),
    ),
    (
        "aprobado",
        Text("Aprobado", "Approved (aprobado)"),
        Text(
            "Lo que la Cámara de Diputados autorizó gastar.",
            "What the Chamber of Deputies authorised to be spent.",
        ),
    ),
    (
        "modificado",
        Text("Modificado", "Modified (modificado)"),
        Text(
            "Lo aprobado con las ampliaciones y reducciones del año.",
            "Approved, with the increases and cuts of the year.",
        ),
    ),
    (
        "proyecto",
        Text("Proyecto de presupuesto (PPEF)", "Draft budget (proyecto de presupuesto, PPEF)"),
        Text(
            "Lo que el Ejecutivo propone gastar y la Cámara de Diputados discute y cambia antes de aprobar.",
            "What the Executive proposes to spend, and the Chamber of Deputies debates and changes.",
        ),
    ),
    (
        "devengado",
        Text("Devengado", "Accrued (devengado)"),
        Text(
            "Lo que se reconoce deber por bienes y servicios ya recibidos o por derechos adquiridos.",
            "What is recognised as owed for goods and services received, or for rights acquired.",
        ),
    ),
    (
        "pagado",
        Text("Pagado", "Paid (pagado)"),
        Text("Lo que se pagó dentro del año.", "What was paid within the year."),
    ),
    (
        "ejercido",
        Text("Ejercido (momento contable)", "Exercised (ejercido, accounting moment)"),
        Text(
            "Órdenes de pago aprobadas. Algunas Cuentas Públicas anteriores a 2017 lo traen en lugar del "
            "Ejercicio.",
            "Payment orders approved. Some public accounts before 2017 have it in place of Ejercicio.",
        ),
    ),
    (
        "ejercicio",
        Text("Ejercicio (Cuenta Pública)", "Ejercicio (public account)"),
        Text(
            "Lo pagado más las ADEFAS. No es el momento «ejercido» de la ley de contabilidad gubernamental.",
            "What was paid plus ADEFAS. It is not the “ejercido” stage of the government accounting law.",
        ),
    ),
    (
        "adefas",
        Text("ADEFAS", "ADEFAS"),
        Text(
            "Adeudos de ejercicios fiscales anteriores: compromisos devengados y no pagados al cierre del "
            "año.",
            "Debts of earlier fiscal years: obligations accrued and not paid when the year closed.",
        ),
    ),
    (
        "bruto",
        Text("Bruto y neto", "Gross and net"),
        Text(
            "El bruto cuenta dos veces lo que un ente público entrega a otro; el neto lo resta.",
            "Gross counts twice what one public body hands to another; net subtracts it.",
        ),
    ),
    (
        "pef",
        Text("PEF", "PEF"),
        Text(
            "Presupuesto de Egresos de la Federación: lo que se aprueba gastar en un año.",
            "The federal expenditure budget: what is approved to be spent in a year.",
        ),
    ),
    (
        "avance",
        Text("Avance trimestral", "Quarterly progress (avance trimestral)"),
        Text(
            "Cifras preliminares de lo gastado hasta un trimestre; las corrige la Cuenta Pública.",
            "Preliminary figures of what was spent up to a quarter; the public account corrects them.",
        ),
    ),
    (
        "conciliacion",
        Text("Conciliación", "Reconciliation"),
        Text(
            "Comparar cada total con el publicado o con otro archivo oficial, y decir qué explica la "
            "diferencia.",
            "Comparing each total with the published one or another official file, and saying what "
            "explains the difference.",
        ),
    ),
    (
        "cuenta-publica",
        Text("Cuenta Pública", "Public account (Cuenta Pública)"),
        Text(
            "Informe anual de lo que se aprobó, modificó, devengó y ejerció.",
            "Annual report of what was approved, modified, accrued and spent.",
        ),
    ),
    (
        "capitulo",
        Text("Capítulo, concepto y partida", "Chapter, concept and object"),
        Text(
            "Niveles del clasificador por objeto del gasto: en qué se gasta, de lo general a lo particular.",
            "Levels of the classification by object: what money is spent on, from the general to the "
            "particular.",
        ),
    ),
)
