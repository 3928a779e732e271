"""Words of the page *Inicio*."""

from __future__ import annotations

from dashboard.data.result import State
from dashboard.data.words import STATES
from loaders.model import Text

TITLE = Text(
    "El dinero público de México, con la fuente de cada cifra",
    "Mexico's public money, each figure with its source",
)
DESCRIPTION = Text(
    "Qué se presupuestó, qué se gastó y con qué resultado: el presupuesto federal de México, "
    "por ramo y programa, con la fuente de cada cifra.",
    "What was budgeted, what was spent, with what result: Mexico's federal budget by agency and programme, "
    "each figure with its source.",
)
QUESTION = Text("¿En qué se gasta el dinero público de México?", "What is Mexico's public money spent on?")
LEDE = Text(
    "Cuentas Abiertas reúne los archivos oficiales del presupuesto federal, los comprueba peso por peso y "
    "los "
    "pone en gráficas que se pueden comparar, descargar y defender.",
    "Cuentas Abiertas brings together the official files of the federal budget, checks them peso by peso, "
    "and "
    "turns them into charts that can be compared, downloaded and defended.",
)
KPI_LABELS = {
    "approved": Text(
        "Aprobado en {year}: Gobierno Federal, sin IMSS, ISSSTE, Pemex ni CFE",
        "Approved in {year}: Federal Government, without IMSS, ISSSTE, Pemex and CFE",
    ),
    "executed": Text(
        "Ejercicio en {year} (lo pagado más ADEFAS, adeudos de años anteriores): Gobierno Federal, sin "
        "IMSS, ISSSTE, Pemex ni CFE",
        "Ejercicio in {year} (paid plus ADEFAS, debts of earlier years): Federal Government, without "
        "IMSS, ISSSTE, Pemex and CFE",
    ),
    "net": Text(
        "Aprobado en {year}: todo el sector público presupuestario, neto",
        "Approved in {year}: whole budgeted public sector, net",
    ),
}
KPI_CHANGE = Text(
    "{change} frente a {before} en términos reales (pesos de {year}); cifras brutas, sin los programas del "
    "ramo 19 que la fuente no reporta",
    "{change} on {before} in real terms ({year} pesos); gross figures, without the ramo 19 programmes "
    "that the "
    "source does not report",
)
KPI_NO_CHANGE = {
    "federal": Text(
        "Sin un año anterior que se pueda comparar en términos reales; cifras brutas",
        "No earlier year to compare with in real terms; gross figures",
    ),
    "net": Text(
        "Solo tenemos este año del PEF completo: sin año con el cual comparar",
        "Only this year of the full PEF is held: no year to compare with",
    ),
}
CONTRACTS = Text(
    "Del presupuesto a las compras: {contracts} contratos públicos, con quién compró, a quién, cómo y por "
    "cuánto. Son muestras y partes del total, y cada cifra dice de cuál.",
    "From budget to purchases: {contracts} public contracts, with who bought, from whom, how and for how "
    "much. They are samples and parts of the whole, and each figure says of which.",
)
LINK_CONTRACTS = Text("Ver los contratos", "See the contracts")
THREE = Text("Tres preguntas", "Three questions")
BUDGETED = Text("¿Qué se presupuestó?", "What was budgeted?")
BUDGETED_WHY = Text(
    "Lo que se aprobó gastar, por ramo y programa ({account}), y hasta la última partida ({budget}).",
    "What was approved to be spent, by agency and programme ({account}), and down to the last object "
    "({budget}).",
)
SPENT = Text("¿Qué se gastó?", "What was spent?")
SPENT_WHY = Text(
    "El Ejercicio de la Cuenta Pública, y en qué se apartó de lo aprobado.",
    "The public account's Ejercicio, and where it differed from what was approved.",
)
RESULT = Text("¿Con qué resultado?", "With what result?")
RESULT_WHY = Text(
    "Todavía no lo podemos decir: aquí aún no hay indicadores de desempeño cargados. No mostramos cifras "
    "que no "
    "tenemos.",
    "We cannot say yet: no performance indicators are loaded here. We show no figures that we do not hold.",
)
WAYS = Text("Por dónde empezar", "Where to start")
JOURNALISTS = Text("Si es periodista", "If you are a journalist")
JOURNALISTS_WHY = Text(
    "Compare ramos y años a precios constantes; cada gráfica trae su tabla, su CSV y su fuente con fecha "
    "y huella.",
    "Compare agencies and years at constant prices; each chart has its table, CSV, and source with date "
    "and hash.",
)
OVERSIGHT = Text("Si fiscaliza o evalúa", "If you audit or evaluate")
OVERSIGHT_WHY = Text(
    "Siga lo aprobado y el Ejercicio por programa, y vea cada comprobación con su diferencia en pesos.",
    "Follow approved and Ejercicio by programme, and see each check with its difference in pesos.",
)
CITIZENS = Text("Si es ciudadana o ciudadano", "If you are a citizen")
CITIZENS_WHY = Text(
    "Abra el presupuesto como recuadros, o vea dónde está registrado en el país y por qué eso no dice "
    "dónde se gasta.",
    "Open the budget as a treemap, or see where it is registered and why that does not tell where it is "
    "spent.",
)
LINK_COMPARE = Text("Comparar ramos y años", "Compare agencies and years")
LINK_DEVIATION = Text("Ver aprobado y Ejercicio", "See approved and Ejercicio")
LINK_TREEMAP = Text("Abrir los recuadros", "Open the treemap")
LINK_BUDGETED = Text("Ver lo aprobado", "See what was approved")
LINK_SPENT = Text("Ver lo gastado", "See what was spent")
LINK_SOURCES = Text("Ver qué datos hay", "See which data are held")
NO_DATA = STATES[State.NOT_HELD]
DATE = Text(
    "Archivos obtenidos el {date}. Último año con datos: Cuenta Pública {account}, PEF {budget}.",
    "Files obtained {date}. Latest year with data: public account {account}, approved budget (PEF) {budget}.",
)
LIKE_FOR_LIKE = Text(
    "Lo aprobado y el Ejercicio no se restan así: incluyen programas distintos del ramo 19. Sobre los "
    "mismos "
    "programas, en {year} se aprobaron {approved} y el Ejercicio fue de {executed} ({change}).",
    "Approved and Ejercicio are not to be subtracted like this: they include different ramo 19 "
    "programmes. Over "
    "the same programmes, in {year} {approved} were approved and Ejercicio was {executed} ({change}).",
)
