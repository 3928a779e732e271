"""Words of the page *Equivalencias*."""

from __future__ import annotations

from loaders.model import Text

TITLE = Text("Equivalencias", "Equivalences")
DESCRIPTION = Text(
    "Qué ramos y programas cambiaron de nombre, de clave o de ramo entre 2013 y 2023, cuáles no se unen en "
    "una serie y por qué, con la fila del archivo oficial.",
    "Which agencies and programmes changed name, code or agency between 2013 and 2023, which are not "
    "joined in a series and why, with the row of the official file.",
)
QUESTION = Text(
    "¿Es el mismo programa con otro nombre o con otra clave?",
    "Is it the same programme under another name or code?",
)
LEDE = Text(
    "Un programa es un ramo, una modalidad y un número. Mientras sus nombres se parezcan, es el mismo; "
    "{declared} casos se decidieron leyendo los nombres en los archivos y {undeclared} se hallaron al "
    "comparar y nadie los ha revisado. Ninguna línea une los {broken} casos en que la clave es, o puede "
    "ser, de otro programa.",
    "A programme is an agency, a modality and a number. While its names are alike it is the same; {declared} "
    "cases were decided by reading the names in the files, and {undeclared} were found by comparing and "
    "nobody has reviewed them. No line joins the {broken} cases in which the code is, or may be, another "
    "programme's.",
)
HOW = Text(
    "Dos nombres se parecen si al menos seis de cada diez palabras del más corto están en el otro, sin "
    "contar acentos, terminaciones ni palabras como «programa». Un programa que aparece por primera vez es "
    "nuevo, sin más.",
    "Two names are alike if at least six of every ten words of the shorter one are in the other, leaving out "
    "accents, endings and words such as “programa”. A programme that appears for the first time is just new.",
)
AGENCIES = Text("Ramos que cambiaron de nombre", "Agencies that changed their name")
KINDS = {
    "renamed": Text("Cambiaron de nombre", "Renamed"),
    "renumbered": Text("Cambiaron de clave", "Under another code"),
    "moved": Text("Cambiaron de ramo", "Moved to another agency"),
    "merged": Text("Se juntaron", "Merged"),
    "split": Text("Se dividieron", "Split"),
    "code_reused": Text("La clave pasó a otro programa", "The code went to another programme"),
    "candidate": Text("Dudosos, no se unen", "Doubtful, not joined"),
}
HEADS = {
    "agency": Text("Ramo", "Agency (ramo)"),
    "names": Text("Nombres oficiales y años", "Official names and years"),
    "programme": Text("Programa", "Programme"),
    "before": Text("Antes", "Before"),
    "after": Text("Después", "After"),
    "why": Text("Por qué", "Why"),
    "where": Text("Dónde está", "Where it stands"),
}
UNTIL = Text("hasta {year}: {name}", "until {year}: {name}")
SINCE = Text("desde {year}: {name}", "from {year}: {name}")
ROW = Text("{file}, fila {row}", "{file}, row {row}")
NONE = Text("Este almacén no tiene ninguno.", "This store has none.")
TO_SOURCES = Text("Todas las fuentes y el método", "All sources and the method")
