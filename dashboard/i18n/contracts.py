"""Words of the pages about contracts and suppliers."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.model import Text

CONTRACT = Text("Contrato", "Contract")
UNTITLED = Text("Contrato sin título publicado", "Contract without a published title")
DESCRIPTION = Text(
    "Todo lo que se sabe de un contrato público, con la fuente de cada dato.",
    "All that is known of a public contract, with the source of each fact.",
)
LEDE = Text(
    "{buyer} contrató a {supplier}{amount}, {method}{date}.",
    "{buyer} hired {supplier}{amount}, {method}{date}.",
)
BUYER_UNKNOWN = Text("Una institución que el archivo no nombra", "An institution that the file does not name")
SUPPLIER_UNKNOWN = Text("un proveedor que el archivo no nombra", "a supplier that the file does not name")
NO_CURRENCY = Text("(moneda no publicada)", "(currency not published)")
FOR = Text(" por {amount}", " for {amount}")
ON = Text("; firma del {date}", "; signed {date}")
BY_METHOD: Mapping[str, Text] = {
    "open": Text("por licitación pública", "by open tender"),
    "selective": Text("por invitación a cuando menos tres personas", "by invitation to at least three"),
    "direct": Text("por adjudicación directa", "by direct award"),
    "other": Text("por otro procedimiento", "by another procedure"),
    "unclassified": Text("por un procedimiento sin clasificar", "by an unclassified procedure"),
}

BUYER = Text("Quién compró", "Who bought")
PROCEDURE = Text("Cómo se contrató", "How it was awarded")
AGREEMENT = Text("Qué se contrató", "What was bought")
SUPPLIER = Text("A quién", "From whom")
AMENDMENTS = Text("Convenios modificatorios", "Amendments")
SPENDING = Text("Del contrato al gasto", "From contract to spending")
BUDGET = Text("Su lugar en el presupuesto", "Its place in the budget")
SIGNALS = Text("Señales", "Signals")
SOURCE = Text("De dónde sale", "Where it comes from")

ABSENT = Text("El archivo no lo dice: {fields}.", "The file does not say: {fields}.")
NO_AMENDMENTS = Text(
    "El archivo no trae convenios modificatorios de este contrato; eso no prueba que no los haya.",
    "The file has no amendments of this contract; that does not prove that there are none.",
)
NO_SPENDING = Text(
    "Solo los registros OCDS federales dicen cuánto se comprometió, devengó y pagó; "
    "este contrato no trae ese dato.",
    "Only federal OCDS records say how much was committed, accrued and paid; this contract has no such data.",
)
NATURAL = Text(
    "Es una persona física, o no se sabe si lo es: su nombre está aquí como lo publica la ley, pero no se "
    "puede buscar, no se une con otros contratos sin una clave segura, y su RFC no se guarda.",
    "It is a natural person, or it is not known whether it is: the name stands here as the law publishes it, "
    "but cannot be searched, is not joined to other contracts without a safe key; its tax code is not kept.",
)
COVERAGE = Text("Qué parte es el archivo", "Which part the file is")
NO_COVERAGE = Text(
    "No se sabe qué parte de todas las contrataciones trae este archivo.",
    "It is not known which part of all contracts this file has.",
)
NO_SIGNALS = Text(
    "Ninguna de las señales que este tablero calcula aparece en este contrato; donde falta un dato, "
    "la señal no puede calcularse.",
    "None of the signals that this dashboard computes shows in this contract; where a fact is absent, "
    "a signal cannot be computed.",
)
NO_SIGNALS_OF_ITS = Text(
    "Ninguna de las señales que este tablero calcula aparece en sus contratos; donde falta un dato, la señal "
    "no puede calcularse.",
    "None of the signals that this dashboard computes shows in its contracts; where a fact is absent, a "
    "signal cannot be computed.",
)
SIGNALS_LEDE = Text(
    "Una señal es una pregunta, no una acusación. Junto a cada una está lo que puede explicarla.",
    "A signal is a question, not an accusation. Beside each stands what may explain it.",
)
SIGNALS_PART = Text(
    "Lo que dicen de su proveedor y de su unidad se cuenta solo en los contratos de su archivo, que no son "
    "todos.",
    "What they say of its supplier and unit is counted only in the contracts of its file, which are not all.",
)
SUPPLIER_SIGNALS_PART = Text(
    "Se cuentan solo en los contratos que este tablero tiene, en cada archivo por separado.",
    "They are counted only in the contracts that this dashboard holds, in each file on its own.",
)
TOGETHER = Text(
    "Los {count} contratos de esa semana que juntos lo rebasan:",
    "The {count} contracts of that week that are above it together:",
)
THIS_ONE = Text("{name} (este contrato)", "{name} (this contract)")
SIGNED = Text("Firma", "Signed")
DAYS = Text("{count} días", "{count} days")
ONE_DAY = Text("1 día", "1 day")
CEILING = Text("De dónde sale el monto máximo", "Where the ceiling comes from")
CEILING_HOW = Text(
    "Los máximos que este tablero tiene para ese año, procedimiento y tipo de contratación, como se "
    "publicaron. Se compara con el mayor, sin IVA: el que lo incluye se divide entre 1.16. El de la "
    "institución que compró puede ser menor, según su presupuesto.",
    "The ceilings that this dashboard holds for that year, procedure and kind of purchase, as published. "
    "The largest is used, without VAT: one that includes it is divided by 1.16. That of the institution "
    "that bought may be lower, depending on its budget.",
)
CEILING_HEADS = (
    Text("Máximo publicado (pesos)", "Published ceiling (pesos)"),
    Text("IVA", "VAT"),
    Text("Estrato de presupuesto", "Budget stratum"),
    Text("Ley", "Law"),
    Text("Archivo y renglón", "File and row"),
)
VAT = {
    "excluded": Text("no lo incluye", "not included"),
    "included": Text("lo incluye", "included"),
    "unknown": Text("no se sabe", "not known"),
}
EXPLAINED_BY = Text("Qué puede explicarla", "What may explain it")
NOT_IN_BUDGET = Text(
    "Ninguna de las claves de este contrato está en los presupuestos que tiene este tablero.",
    "None of the codes of this contract is in the budgets that this dashboard holds.",
)
IN_BUDGET = Text("{code}: {name} (presupuesto {year})", "{code}: {name} (budget {year})")
FORMULA = Text("Cómo se calcula", "How it is computed")

SUPPLIER_TITLE = Text("Proveedor", "Supplier")
NAMELESS = Text("Persona física", "Natural person")
SUPPLIER_DESCRIPTION = Text(
    "Contratos, compradores, procedimientos, señales y sanciones de un proveedor, con sus fuentes.",
    "Contracts, buyers, procedures, signals and sanctions of a supplier, with the source of each fact.",
)
SUPPLIER_LEDE = Text(
    "En los archivos que tiene este tablero: {contracts}, de {buyers}{years}. "
    "No es todo lo que ha contratado: los archivos son muestras y extractos.",
    "In the files that this dashboard holds: {contracts}, from {buyers}{years}. "
    "It is not all that it was awarded: the files are samples and extracts.",
)
CONTRACTS_COUNT = Text("{n} contratos", "{n} contracts")
ONE_CONTRACT = Text("un contrato", "one contract")
BUYERS_COUNT = Text("{n} instituciones", "{n} institutions")
ONE_BUYER = Text("una institución", "one institution")
IN_YEAR = Text(", en {first}", ", in {first}")
BETWEEN = Text(", entre {first} y {last}", ", between {first} and {last}")
IDENTITY = Text("Cómo se sabe que es el mismo", "How it is known to be the same")
CONFIDENCE = {
    "rfc": Text(
        "Confianza alta: todos sus contratos traen el mismo RFC.",
        "High confidence: all its contracts carry the same tax code.",
    ),
    "name": Text(
        "Confianza media: los archivos no traen RFC; se unió por el nombre sin acentos, puntuación ni forma "
        "social. Dos empresas con el mismo nombre no se distinguirían.",
        "Medium confidence: the files have no tax code; joined by the name without accents, punctuation or "
        "company form. Two companies of one name could not be told apart.",
    ),
    "same_rfc_in_file": Text(
        "Confianza alta dentro de un archivo: mismo RFC de persona física, que no se guarda. "
        "No se une con otros archivos.",
        "High confidence inside one file: same tax code of a natural person, which is not kept. "
        "Not joined with other files.",
    ),
}
VARIANTS = Text("Formas en que se escribió su nombre", "Ways in which its name was written")
POSSIBLE = Text(
    "Otros proveedores con el mismo nombre normalizado; no están unidos con este:",
    "Other suppliers with the same normalised name; they are not joined with this one:",
)
OVER_TIME = Text("Sus contratos por año y procedimiento", "Its contracts by year and procedure")
BUYERS = Text("Quién le compró", "Who bought from it")
OF_BUYER = Text("Lo que le compró {buyer}", "What {buyer} bought from it")
OF_BUYER_HOW = Text(
    "{contracts} en «{group}»: cada unidad lleva a sus contratos, que se pueden filtrar y descargar.",
    "{contracts} in “{group}”: each unit leads to its contracts, which can be filtered and downloaded.",
)
UNIT = Text("Unidad compradora", "Procuring unit")
ALL_BUYERS = Text("Volver a todos los compradores", "Back to all buyers")
SOME_SHOWN = Text("Se muestran {shown} de {total}.", "{shown} of {total} are shown.")
BUYERS_SHOWN = Text(
    "Se muestran los {shown} renglones con más contratos, de {total}.",
    "The {shown} rows with most contracts are shown, of {total}.",
)
PARTS = Text("Qué parte del total es cada archivo", "Which part of the whole each file is")
PART_OF = Text("{group}: {note}", "{group}: {note}")
NOT_CONFIRMED = {
    "selected_contracts": Text(
        "Estar en esa selección no prueba que el proveedor esté o haya estado sancionado: lo que este "
        "tablero pudo comprobar está abajo, en «Listas de sanciones».",
        "Being in that selection does not prove that the supplier is or was sanctioned: what this dashboard "
        "could check stands below, in “Sanction lists”.",
    ),
}
ITS_CONTRACTS = Text("Sus contratos", "Its contracts")
NEWEST = Text("Los {shown} más recientes de {total}.", "The {shown} most recent of {total}.")
SEARCH_ALL = Text("Verlos todos, ordenar y filtrar", "See them all, order and filter them")
ALL_CONTRACTS = Text("Descargar todos en CSV", "Download all as CSV")
ITS_SIGNALS = Text("Señales en sus contratos", "Signals in its contracts")
SANCTIONS = Text("Listas de sanciones", "Sanction lists")
NO_SANCTIONS = Text(
    "No aparece, ni por RFC ni por nombre, en las listas que tiene este tablero "
    "(SFP 2002-2016, SABG 2026, artículo 69-B del SAT).",
    "It appears neither by tax code nor by name in the lists that this dashboard holds "
    "(SFP 2002-2016, SABG 2026, article 69-B of SAT).",
)
SANCTIONS_LEDE = Text(
    "Solo una coincidencia de RFC cuenta. Si coincide solo el nombre es posible homonimia y no cuenta. "
    "Del artículo 69-B solo cuenta Definitivo; Desvirtuado y Sentencia Favorable nunca.",
    "Only a match of the tax code counts. Where only the name matches it is a possible homonym and does not "
    "count. Of article 69-B only Definitive counts; Disproved and Favourable ruling never do.",
)
GROUP = Text("Archivo y parte", "File and part")
YEAR = Text("Año", "Year")
CONTRACTS = Text("Contratos", "Contracts")
SIGNAL = Text("Señal", "Signal")
AMOUNT = Text("Monto que se suma (pesos)", "Amount that enters sums (pesos)")
WHAT = Text("Qué", "What")
HEADS = {
    "list": Text("Lista", "List"),
    "worth": Text("Qué vale", "What it is worth"),
    "named": Text("Nombre en la lista", "Name in the list"),
    "authority": Text("Autoridad y expediente", "Authority and case"),
    "when": Text("Cuándo", "When"),
    "origin": Text("Archivo y renglón", "File and row"),
}
FROM_TO = Text("del {start} al {end}", "from {start} to {end}")
SINCE = Text("desde el {start}", "since {start}")
UNDATED = Text(
    "La lista no trae fechas: no se puede decir si estaba vigente al firmar.",
    "The list has no dates: it cannot be said whether it was in force at signing.",
)
ORIGINAL = Text("Ver el anuncio original", "See the original notice")
OF_UNIT = Text("Ver los contratos de esta unidad compradora", "See the contracts of this procuring unit")
OF_FILE = Text(
    "Cómo, de quién y cuándo se compró en el mismo archivo y año",
    "How, from whom and when was bought in the same file and year",
)
SIGNALS_OF_FILE = Text("Señales del mismo archivo y año", "Signals of the same file and year")
PROFILE = Text("Ver todo lo de este proveedor", "See everything about this supplier")
ROW = Text(
    "Renglón {row} de «{file}», {title}, {publisher}, obtenido el {date}.",
    "Row {row} of “{file}”, {title}, {publisher}, obtained {date}.",
)
COPIED = Text(
    "No se bajó de la dependencia: es la copia que guarda {origin}.",
    "It was not downloaded from the institution: it is the copy kept by {origin}.",
)
TO_FILES = Text("Todos los archivos y cómo se leyeron", "All files and how they were read")
HASH = Text("SHA-256 del archivo: {hash}", "SHA-256 of the file: {hash}")
YES = Text("sí", "yes")
NO = Text("no", "no")

CHOICES: Mapping[str, Mapping[str, Text]] = {
    "procurement_method": {
        "open": Text("Licitación pública", "Open tender"),
        "selective": Text("Invitación a cuando menos tres personas", "Invitation to at least three"),
        "direct": Text("Adjudicación directa", "Direct award"),
        "other": Text("Otro procedimiento", "Other procedure"),
        "unclassified": Text("Sin clasificar", "Unclassified"),
    },
    "procurement_category": {
        "goods": Text("Adquisiciones", "Goods"),
        "services": Text("Servicios", "Services"),
        "leases": Text("Arrendamientos", "Leases"),
        "works": Text("Obra pública", "Works"),
        "works_services": Text("Servicios relacionados con obra", "Services related to works"),
        "other": Text("Otra contratación", "Other"),
        "unclassified": Text("Sin clasificar", "Unclassified"),
    },
    "exception_kind": {
        "amount_limits": Text("Por montos máximos", "Within the ceilings"),
        "sole_supplier": Text("Proveedor único, patentes u obra de arte", "Sole supplier, patents or art"),
        "emergency": Text("Peligro o caso fortuito", "Danger or unforeseeable events"),
        "costs": Text("Pérdidas o costos adicionales", "Losses or additional costs"),
        "military": Text("Fines militares o de seguridad", "Military or security purposes"),
        "urgency": Text("Urgencia", "Urgency"),
        "rescinded": Text("Contrato anterior rescindido", "Earlier contract rescinded"),
        "deserted": Text("Licitación desierta", "Tender without valid bids"),
        "brand": Text("Marca determinada", "A given brand"),
        "perishable": Text("Bienes perecederos o usados", "Perishable or used goods"),
        "other": Text("Otra excepción", "Other exception"),
    },
    "order_of_government": {
        "federal": Text("Federal", "Federal"),
        "state": Text("Estatal", "State"),
        "municipal": Text("Municipal", "Municipal"),
        "other": Text("Otro", "Other"),
        "unclassified": Text("Sin clasificar", "Unclassified"),
    },
    "supplier_person": {
        "legal": Text("Persona moral", "Legal person"),
        "natural": Text("Persona física", "Natural person"),
        "foreign": Text("Extranjera", "Foreign"),
        "unknown": Text("No se sabe", "Not known"),
    },
    "supplier_size": {
        "micro": Text("Micro", "Micro"),
        "small": Text("Pequeña", "Small"),
        "medium": Text("Mediana", "Medium"),
        "large": Text("No MIPYME", "Larger"),
        "unclassified": Text("Sin clasificar", "Unclassified"),
    },
    "supplier_rule": {
        "rfc": Text("Mismo RFC de persona moral", "Same tax code of a legal person"),
        "name": Text(
            "Mismo nombre normalizado; sin RFC en el archivo", "Same normalised name; no tax code in the file"
        ),
        "same_rfc_in_file": Text(
            "Persona física: mismo RFC dentro de un archivo; el RFC no se guarda",
            "Natural person: same tax code inside one file; the code is not kept",
        ),
        "single": Text("Sin unir con otros contratos", "Not joined to other contracts"),
    },
    "amount_status": {
        "counted": Text("Entra en las sumas", "Enters sums"),
        "converted": Text(
            "Convertido con el tipo de cambio de la fuente; entra en las sumas",
            "Converted with the source's own rate; enters sums",
        ),
        "zero": Text("Publicado como cero; no entra en las sumas", "Published as zero; does not enter sums"),
        "missing": Text("No publicado", "Not published"),
        "other_currency": Text(
            "En otra moneda, sin tipo de cambio con fuente; no entra en las sumas",
            "In another currency, without a sourced rate; does not enter sums",
        ),
        "no_currency": Text(
            "La fuente no dice en qué moneda; no entra en las sumas",
            "The source does not say in which currency; does not enter sums",
        ),
        "unknown_currency": Text(
            "En una moneda escrita de un modo que no se reconoce; no entra en las sumas",
            "In a currency written in a way that is not recognised; does not enter sums",
        ),
        "implausible": Text(
            "Fuera de toda escala: no entra en las sumas hasta confirmarse",
            "Out of all scale: does not enter sums until it is confirmed",
        ),
        "cancelled": Text("Contrato cancelado; no entra en las sumas", "Cancelled; does not enter sums"),
        "pending": Text(
            "Contrato pendiente de formalizar; no entra en las sumas", "Pending; does not enter sums"
        ),
        "superseded": Text(
            "Otra fila del mismo contrato trae el monto modificado; esta no entra en las sumas",
            "Another row of the same contract has the amended amount; this one does not enter sums",
        ),
        "shared": Text(
            "El mismo monto ya cuenta con otro proveedor del contrato; no entra otra vez en las sumas",
            "The same amount counts with another supplier of the contract; it does not enter sums again",
        ),
    },
    "contract_standing": {
        "active": Text("Vigente", "In force"),
        "terminated": Text("Terminado", "Ended"),
        "rescinded": Text("Rescindido o terminado antes de tiempo", "Rescinded or ended early"),
        "cancelled": Text("Cancelado", "Cancelled"),
        "pending": Text("Pendiente de formalizar", "Pending"),
        "unclassified": Text("Sin clasificar", "Unclassified"),
    },
    "match_status": {
        "counted": Text("Cuenta: coincide el RFC", "Counts: the tax code matches"),
        "possible_homonym": Text(
            "Posible homonimia: coincide solo el nombre; no cuenta",
            "Possible homonym: only the name matches; does not count",
        ),
        "not_counted": Text("No cuenta", "Does not count"),
    },
    "situation": {
        "presumed": Text("Presunto", "Presumed"),
        "definitive": Text("Definitivo", "Definitive"),
        "disproved": Text("Desvirtuado", "Disproved"),
        "favourable_ruling": Text("Sentencia Favorable", "Favourable ruling"),
    },
    "list_id": {
        "sfp": Text("Proveedores sancionados, SFP 2002-2016", "Sanctioned suppliers, SFP 2002-2016"),
        "sabg": Text("Proveedores sancionados, SABG 2026", "Sanctioned suppliers, SABG 2026"),
        "sat_69b": Text("Artículo 69-B, SAT", "Article 69-B, SAT"),
    },
    "coverage": {
        "full": Text("completo", "whole"),
        "sample_1_percent": Text("muestra del 1 %", "1 % sample"),
        "first_rows": Text("primeros renglones", "first rows"),
        "single_agency": Text("una sola institución", "a single institution"),
        "selection": Text("selección de un tercero", "a third party's selection"),
        "unknown": Text("no se sabe qué parte", "unknown part"),
    },
    "stage": {
        "planned": Text("Previsto", "Planned"),
        "approved": Text("Aprobado", "Approved"),
        "modified": Text("Modificado", "Modified"),
        "committed": Text("Comprometido", "Committed"),
        "accrued": Text("Devengado", "Accrued"),
        "exercised": Text("Ejercido", "Exercised"),
        "paid": Text("Pagado", "Paid"),
    },
}
