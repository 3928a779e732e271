"""Words of *Contratos*: what is asked, what part of the whole is held, and how its figures are to be read."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.model import Text

TITLE = Text("Contratos", "Contracts")
QUESTION = Text(
    "¿A quién se le compra, cómo y por cuánto, en los contratos que este tablero tiene?",
    "Who sells, how and for how much, in the contracts that this dashboard holds?",
)
DESCRIPTION = Text(
    "Contratos públicos por procedimiento, ramo, unidad compradora, proveedor, mes y entidad, con lo que "
    "cada archivo cubre.",
    "Public contracts by procedure, agency, procuring unit, supplier, month and state, with what each file "
    "covers.",
)
LEDE = Text(
    "Este tablero tiene {contracts} contratos, en {groups} grupos de archivos que cubren partes distintas "
    "del total. Ninguna cifra de las que siguen suma archivos de cobertura distinta: cada una es de un grupo "
    "y de un año.",
    "This dashboard holds {contracts} contracts, in {groups} groups of files that cover different parts of "
    "the whole. No figure below adds up files of different coverage: each is of one group and one year.",
)
CHOOSE = Text("Elegir archivo", "Choose a file")
FILE = Text("Archivo o grupo de archivos", "File or group of files")
YEARS = Text("Años de este archivo", "Years of this file")
OPTION = Text("{name}: {contracts} contratos", "{name}: {contracts} contracts")
FISCAL_YEAR = Text("Ejercicio fiscal", "Fiscal year")
QUESTIONS = Text("Preguntas de esta página", "Questions of this page")
GROUP = Text("{title}, {coverage}{only}", "{title}, {coverage}{only}")
IS = Text("{field}: {value}", "{field}: {value}")
NARROWED: Mapping[str, Text] = {
    "agency": Text("ramo", "agency"),
    "category": Text("qué se contrata", "what is bought"),
    "state": Text("entidad", "state"),
}
NARROW = Text("Ver solo una parte de estos contratos", "See only a part of these contracts")
UNIDENTIFIED = Text("Sin identificar", "Not identified")
MEMBER = Text("{name} ({contracts})", "{name} ({contracts})")
CANNOT = Text(
    "Esta pregunta no se puede responder para {what}: estas sumas no se hicieron así. Lo que sí hay es cada "
    "contrato.",
    "This question cannot be answered for {what}: these sums were not made that way. What there is, is each "
    "contract.",
)
WITHOUT = Text("Responder sin ese filtro", "Answer without that filter")
UNSAID = Text(
    "La dirección no dice de qué archivo: se muestra donde hay más contratos de lo elegido, {contracts} de "
    "{year} en «{group}».",
    "The address does not say of which file: shown is where there are most contracts of what is chosen, "
    "{contracts} of {year} in “{group}”.",
)
NOT_HERE = Text(
    "«{group}» no tiene en {year} contratos de lo elegido; los hay en otros archivos o años.",
    "“{group}” has no contracts of what is chosen in {year}; there are some in other files or years.",
)
NOWHERE = Text(
    "Ningún archivo de este tablero tiene contratos de lo elegido.",
    "No file of this dashboard has contracts of what is chosen.",
)
ELSEWHERE = Text(
    "Otros archivos y años con contratos de lo elegido",
    "Other files and years with contracts of what is chosen",
)
ELSEWHERE_HOW = Text(
    "Junto a cada año, cuántos. Cada grupo de archivos es una parte distinta del total y nunca se suma con "
    "otro.",
    "Beside each year stands how many. Each group of files is a different part of the whole and is never "
    "added to another one.",
)
SHORT: Mapping[str, Text] = {
    "compranet": Text("CompraNet", "CompraNet"),
    "compras_mx": Text("Compras MX", "Compras MX"),
    "ocds": Text("Contrataciones abiertas (OCDS)", "Open contracting (OCDS)"),
    "selected_contracts": Text("Ligados a listas de sancionados", "Linked to sanction lists"),
}
HELD = Text("Lo que se muestra", "What is shown")
SCOPE = Text(
    "los {contracts} contratos de {year} que este tablero tiene de «{group}»",
    "the {contracts} contracts of {year} that this dashboard holds of “{group}”",
)
EVERY_SCOPE = Text(
    "los contratos que este tablero tiene de «{group}», año por año",
    "the contracts that this dashboard holds of “{group}”, year by year",
)
PRICES = Text("pesos corrientes de cada contrato", "current pesos of each contract")
NO_NOTE = Text(
    "No se sabe qué parte del total es este archivo.",
    "It is not known which part of the whole this file is.",
)
FILE_NOTE = Text("{note} Archivo «{file}».", "{note} File “{file}”.")
STRAY = Text(
    "Solo {contracts} contratos de este archivo llevan el año {year}: casi siempre es un error de captura de "
    "la fuente. No describen el año.",
    "Only {contracts} contracts of this file carry the year {year}: mostly a typo of the source. They do not "
    "describe the year.",
)
ENTER = Text(
    "De {contracts} contratos, el monto de {counted} entra en las sumas.",
    "Of {contracts} contracts, the amounts of {counted} enter sums.",
)
LEFT_OUT = Text("No entran: {reasons}.", "Left out: {reasons}.")
REASONS: Mapping[str, Text] = {
    "zero": Text("{count} con monto cero", "{count} with an amount of zero"),
    "missing": Text("{count} sin monto publicado", "{count} without a published amount"),
    "other_currency": Text(
        "{count} en otra moneda sin tipo de cambio publicado",
        "{count} in another currency without a published rate",
    ),
    "no_currency": Text(
        "{count} sin moneda publicada ({amount} en total, en no se sabe qué moneda)",
        "{count} without a published currency ({amount} in all, of a currency not told)",
    ),
    "unknown_currency": Text(
        "{count} en una moneda que no se reconoce", "{count} in a currency that is not recognised"
    ),
    "implausible": Text(
        "{count} con monto fuera de toda escala, hasta confirmarse",
        "{count} with an amount out of all scale, until confirmed",
    ),
    "cancelled": Text("{count} cancelados ({amount})", "{count} cancelled ({amount})"),
    "pending": Text("{count} pendientes de formalizar ({amount})", "{count} pending ({amount})"),
    "superseded": Text(
        "{count} filas que otra fila del mismo contrato modificó ({amount})",
        "{count} rows that another row of the same contract amended ({amount})",
    ),
    "shared": Text(
        "{count} filas de otro proveedor con el mismo monto de un contrato ya contado ({amount})",
        "{count} rows of another supplier with the same amount of a contract already counted ({amount})",
    ),
}
RATES = Text("Con qué se pudieron enlazar estos contratos", "What these contracts could be linked to")
RATES_LEDE = Text(
    "Un enlace solo se hace con una clave publicada. Donde casi nada se enlaza, el archivo no trae la clave, "
    "o la clave no coincide con la del presupuesto que este tablero tiene.",
    "A link is made only by a published code. Where hardly anything is linked, the file lacks the code, or "
    "the code does not match that of the budget this dashboard holds.",
)
RATE_HEADS = (
    Text("Enlace", "Link"),
    Text("Contratos enlazados", "Contracts linked"),
    Text("De un total de", "Out of"),
    Text("Proporción", "Share"),
)
MATCHES: Mapping[str, Text] = {
    "agency": Text("Ramo o entidad que compra", "Agency that buys"),
    "state": Text("Entidad federativa", "State"),
    "procedure": Text("Procedimiento publicado aparte", "Procedure published apart"),
    "supplier_rfc": Text("Proveedor por RFC de persona moral", "Supplier by a legal person's tax code"),
    "supplier_identity": Text(
        "Proveedor reconocible en varios contratos", "Supplier recognisable across contracts"
    ),
    "program": Text("Programa presupuestario", "Budget programme"),
    "specific_object": Text("Partida específica del gasto", "Specific object of expenditure"),
    "unit": Text("Unidad responsable del presupuesto", "Budget unit"),
    "spending_program": Text("Gasto del contrato con su programa", "Contract spending with its programme"),
}
TO_SEARCH = Text("Ver estos contratos uno por uno", "See these contracts one by one")
TO_SIGNALS = Text("Ver las señales de estos contratos", "See the signals of these contracts")
TO_SOURCES = Text("Fuentes y método", "Sources and method")
NEXT = Text("Para seguir", "Go on")

# --- what is asked of them --------------------------------------------------------------------------

ID = Text("Identificador", "Identifier")
NAME: Mapping[str, Text] = {
    "method": Text("Procedimiento", "Procedure"),
    "group": Text("Archivo", "File"),
    "agency": Text("Ramo", "Agency"),
    "category": Text("Qué se contrata", "What is bought"),
    "state": Text("Entidad federativa", "State"),
    "buyer": Text("Unidad compradora", "Procuring unit"),
    "supplier": Text("Proveedor", "Supplier"),
    "month": Text("Mes de la firma", "Month of signing"),
}
INSTITUTION = Text("Institución", "Institution")
PLACE = Text("Lugar", "Place")
MEASURES: Mapping[str, Text] = {
    "share_of_contracts": Text("% contratos", "% contracts"),
    "share_of_amount": Text("% monto", "% amount"),
    "direct_share": Text("Contratos por adjudicación directa", "Contracts awarded directly"),
    "contracts": Text("Contratos", "Contracts"),
    "counted": Text("Contratos con monto", "Contracts with an amount"),
    "amount_mxn": Text("Monto", "Amount"),
    "median_mxn": Text("Mediana por contrato", "Median contract"),
    "largest_mxn": Text("Contrato mayor", "Largest contract"),
    "hhi": Text("Índice IHH", "HHI"),
    "hhi_low": Text("IHH, límite inferior", "HHI, lower bound"),
    "hhi_high": Text("IHH, límite superior", "HHI, upper bound"),
    "top_four": Text("Parte de los cuatro mayores", "Share of the four largest"),
}
PERSON = Text("Persona física (sin nombre en esta lista)", "Natural person (not named in this list)")
MEDIANS = Text(
    "La mediana dice cómo es un contrato común: unos pocos muy grandes mueven el monto, no la mediana.",
    "The median tells what a common contract is like: a few very large ones move the amount, not the median.",
)
NO_MEDIANS = Text(
    "Con este filtro no hay mediana ni contrato mayor: se calculan al cargar los datos y no se pueden sumar.",
    "With this filter there is no median and no largest contract: they are made when data are loaded, and "
    "cannot be added up.",
)
UNIDENTIFIED_HOW: Mapping[str, Text] = {
    "agency": Text(
        "{count} contratos están en «Sin identificar»: su archivo no trae la clave del ramo, la que trae no "
        "es de ningún ramo conocido, o compra un estado, un municipio u otro ente sin ramo.",
        "{count} contracts are in “Not identified”: their file lacks the agency's code, the code is of no "
        "known agency, or the buyer is a state, a municipality or another body without one.",
    ),
    "state": Text(
        "{count} contratos están en «Sin identificar»: casi ningún archivo federal dice la entidad. "
        "Lo que sí se ve por entidad es sobre todo lo que compran los gobiernos de los estados y municipios: "
        "no es lo que la federación compra en cada una.",
        "{count} contracts are in “Not identified”: almost all federal files do not say the state. What is "
        "seen by state is mostly what state and municipal governments buy: it is not what the federation "
        "buys in each.",
    ),
}
IDENTIFIED = Text(
    "{matched} de {total} contratos tienen un proveedor que se puede reconocer de un contrato a otro; los "
    "demás no entran en esta lista, pero su monto sí cuenta en el total con que se calcula cada parte.",
    "{matched} of {total} contracts have a supplier that can be recognised from one contract to another; the "
    "rest are not in this list, but their amount does count in the whole that each share is of.",
)
NOT_TREND = Text(
    "Cada archivo trae primeros renglones de instituciones distintas: sus años no se comparan entre sí",
    "Each file has first rows of different institutions: its years are not comparable with each other",
)
FILES_APART = Text(
    "Solo se dibuja el grupo de archivos elegido: otros cubren partes distintas del total y no caben en el "
    "mismo eje. Los años con menos de {stray} contratos no se dibujan.",
    "Only the chosen group of files is drawn: others cover different parts of the whole and do not fit on "
    "the same axis. Years with fewer than {stray} contracts are not drawn.",
)
MONTH_NAMES: tuple[Text, ...] = (
    Text("enero", "January"),
    Text("febrero", "February"),
    Text("marzo", "March"),
    Text("abril", "April"),
    Text("mayo", "May"),
    Text("junio", "June"),
    Text("julio", "July"),
    Text("agosto", "August"),
    Text("septiembre", "September"),
    Text("octubre", "October"),
    Text("noviembre", "November"),
    Text("diciembre", "December"),
)
MONTHS: tuple[Text, ...] = (
    *MONTH_NAMES[:-1],
    Text("diciembre, cierre del ejercicio", "December, close of the fiscal year"),
)
COVERED_MONTHS = Text(
    "los archivos van de {first} a {last} de {year}", "the files go from {first} to {last} {year}"
)
OTHER_MONTHS = Text(
    "Estos archivos van de {first} a {last} de {year}: los demás meses no están en ellos, y eso no dice que "
    "no se firmara nada.",
    "These files go from {first} to {last} {year}: the other months are not in them, which does not say that "
    "nothing was signed.",
)
UNTIL = Text(
    "Los archivos llegan hasta el {day}: lo que sigue del año no está en ellos.",
    "The files end on {day}: the rest of the year is not in them.",
)
NO_AMOUNT = Text(
    "ningún monto de estos contratos entra en las sumas", "no amount of these contracts enters sums"
)
NOT_MADE = Text("no se calcula con este filtro", "not worked out with this filter")
DATED = Text(
    "{dated} de {contracts} contratos dicen cuándo se firmaron; los demás no están en ningún mes.",
    "{dated} of {contracts} contracts say when they were signed; the others are in no month.",
)
DECEMBER = Text(
    "En diciembre se firmó {share} de los contratos con fecha, con {amount} de su monto; {months} meses "
    "iguales tendrían {even} cada uno. También lo mueve qué contratos traen fecha, y los que empiezan en "
    "enero y se firman antes.",
    "In December {share} of the dated contracts were signed, with {amount} of their amount; {months} "
    "equal months would have {even} each. Which contracts have a date moves it, too, and those that start in "
    "January and are signed before.",
)
WHAT_HHI = Text(
    "IHH: suma de los cuadrados de la parte de cada proveedor, en porcentaje; de casi 0 (muchos pequeños) a "
    "10,000 (uno solo). Una unidad que compra pocas cosas a pocos proveedores tiene un índice alto sin que "
    "nada esté mal.",
    "HHI: sum of the squares of each supplier's share in per cent; from almost 0 (many small ones) to 10,000 "
    "(only one). A unit that buys few things from few suppliers has a high index without anything wrong.",
)
WHOLE: Mapping[str, Text] = {
    "hhi": Text(
        "En todo el archivo y el año el IHH es {value} (entre {low} y {high} según de quién sean los "
        "contratos sin proveedor reconocible).",
        "In the whole file and year the HHI is {value} (between {low} and {high}, depending on whose the "
        "contracts without a recognisable supplier are).",
    ),
    "top_four": Text(
        "Los cuatro proveedores mayores reúnen {value} del monto (entre {low} y {high}).",
        "The four largest suppliers hold {value} of the amount (between {low} and {high}).",
    ),
    "preponderant_supplier": Text(
        "{value} de los contratos son del proveedor que recibe más de la mitad de lo que su unidad compra "
        "(entre {low} y {high}).",
        "{value} of the contracts are of the supplier that gets more than half of what its unit buys "
        "(between {low} and {high}).",
    ),
}
WITHHELD: Mapping[str, Text] = {
    "hhi": Text("El IHH del archivo no se muestra", "The HHI of the file is not shown"),
    "top_four": Text(
        "La parte de los cuatro proveedores mayores no se muestra",
        "The share of the four largest suppliers is not shown",
    ),
    "preponderant_supplier": Text(
        "Los contratos del proveedor preponderante no se muestran",
        "The contracts of the preponderant supplier are not shown",
    ),
}
BECAUSE = Text("{what}: {lacking} de lo que se necesita.", "{what}: {lacking} of what is needed.")
LACKING = Text("falta «{field}» en {share}", "“{field}” is missing in {share}")
WITHHELD_YEAR = Text("{year}: no se muestra, porque {why}", "{year}: not shown, because {why}")
NOT_SHOWN = Text("No se muestra: {why}.", "Not shown: {why}.")
EVERYTHING = Text("Todos los renglones", "All rows")
FIELD: Mapping[str, Text] = {
    "method": Text("Tipo de procedimiento", "Kind of procedure"),
    "agency": Text("Ramo", "Agency"),
    "category": Text("Qué se contrata", "What is bought"),
    "procuring_unit": Text("Clave de la unidad compradora", "Code of the procuring unit"),
    "supplier": Text("Identidad del proveedor", "Identity of the supplier"),
    "month": Text("Fecha de firma", "Date of signing"),
    "state": Text("Entidad federativa", "State"),
}
OF_CONTRACTS = Text("{share} de los contratos", "{share} of the contracts")
OF_AMOUNT = Text("{share} del monto", "{share} of the amount")
COVERED = Text(
    "El dato «{field}» está en {of}; de lo demás no se sabe.",
    "“{field}” is known of {of}; of the rest it is not.",
)
UNCOVERED = Text(
    "el dato «{field}» falta en {of}, y una parte o un lugar dirían más de quién lo llena que de las "
    "compras; se pide que esté en al menos {least}",
    "“{field}” is missing in {of}, and a share or a rank would tell more of who fills it in than of what is "
    "bought; it has to be there in at least {least}",
)
CHOSEN_SANCTIONED = Text(
    "estos contratos se eligieron porque su proveedor está en una lista de sancionados, y su reparto, su "
    "orden o su evolución dirían cómo se eligieron, no cómo se compra",
    "these contracts were chosen because their supplier is on a list of sanctions, and their shares, ranks "
    "or years would tell how they were chosen, not how things are bought",
)
MARGIN = Text(
    "de {year} estos archivos solo tienen contratos que empiezan en otro año: son un margen y no describen "
    "{year}",
    "of {year} these files only have contracts that begin in another year: they are a margin and do not "
    "describe {year}",
)
TOO_FEW = Text(
    "hay menos de {least} contratos ({contracts}), y cada uno mueve toda parte y todo lugar",
    "there are fewer than {least} contracts ({contracts}), and each moves every share and rank",
)
AMONG_ALL = Text(
    "El lugar es entre todas las unidades del archivo y el año, no solo entre estas.",
    "The place is among all units of the file and year, not only among these.",
)
RANK = Text("Lugar", "Place")
BAND = Text("{best} a {worst} de {ranked}", "{best} to {worst} of {ranked}")
FEW = Text(
    "Solo se ordenan las unidades con suficientes contratos; el lugar es un tramo porque el índice lo es.",
    "Only units with enough contracts are ranked; the place is a band because the index is one.",
)
