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
ORIGINAL = Text("Ver el anuncio original", "See the original notice")
PROFILE = Text("Ver todo lo de este proveedor", "See everything about this supplier")
ROW = Text(
    "Renglón {row} de «{file}», {title}, {publisher}, obtenido el {date}.",
    "Row {row} of “{file}”, {title}, {publisher}, obtained {date}.",
)
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
        "implausible": Text(
            "Fuera de toda escala: no entra en las sumas hasta confirmarse",
            "Out of all scale: does not enter sums until it is confirmed",
        ),
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
