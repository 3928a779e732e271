"""Words of which contracts are held: groups of files, their part of the whole, what could be linked."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.model import Text

GROUP = Text("{title} ({coverage})", "{title} ({coverage})")
OTHERS = Text("Elegir otros archivos u otro año", "Choose other files or another year")
OTHERS_HOW = Text(
    "Cada grupo de archivos es una parte distinta del total y nunca se suma con otro. "
    "Junto a cada año, cuántos contratos trae.",
    "Each group of files is a different part of the whole and is never added to another one. "
    "Beside each year stands how many contracts it has.",
)
PART = Text("Qué parte del total es", "Which part of the whole it is")
HELD = Text(
    "Esto no es toda la contratación pública: son los {contracts} contratos de {year} que este tablero tiene "
    "en «{group}».",
    "This is not all public procurement: it is the {contracts} contracts of {year} that this dashboard holds "
    "in “{group}”.",
)
STRAY = Text(
    "Son muy pocos: en estos archivos, {year} suele ser un error de captura de la fuente.",
    "They are very few: in these files {year} is mostly an error of the source's own entry.",
)
MATCHES = Text("Qué se pudo enlazar", "What could be linked")
MATCHES_HOW = Text(
    "Cuántos contratos de este grupo y año llevan una clave que también está en otro archivo. Donde la "
    "proporción es baja, lo que depende de ese enlace dice poco.",
    "How many contracts of this group and year carry a code that another file has, too. Where the share is "
    "low, what depends on that link says little.",
)
MATCH_HEADS = {
    "what": Text("Enlace", "Link"),
    "matched": Text("Contratos enlazados", "Contracts linked"),
    "total": Text("De un total de", "Out of"),
    "share": Text("Proporción", "Share"),
}
MATCH_WHAT: Mapping[str, Text] = {
    "agency": Text("Ramo del presupuesto", "Agency of the budget"),
    "state": Text("Entidad federativa", "State"),
    "procedure": Text("Procedimiento de contratación", "Procurement procedure"),
    "supplier_rfc": Text("RFC del proveedor, persona moral", "Tax code of the supplier, a legal person"),
    "supplier_identity": Text("Identidad del proveedor", "Identity of the supplier"),
    "program": Text("Programa presupuestario", "Budget programme"),
    "specific_object": Text("Partida específica de gasto", "Specific object of expenditure"),
    "unit": Text("Unidad responsable del presupuesto", "Responsible unit of the budget"),
    "spending_program": Text("Programa de lo que se gastó (OCDS)", "Programme of what was spent (OCDS)"),
}
