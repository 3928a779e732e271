"""Words of which contracts are held: groups of files and their part of the whole."""

from __future__ import annotations

from loaders.model import Text

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
TITLE = Text("{name}, {year}: {group}", "{name}, {year}: {group}")
STRAY = Text(
    "Son muy pocos: en estos archivos, {year} suele ser un error de captura de la fuente.",
    "They are very few: in these files {year} is mostly an error of the source's own entry.",
)
