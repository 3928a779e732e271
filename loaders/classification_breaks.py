"""Years of the public account, key by key, that no line may join: other coverage or another classification.

What is said here is what the files themselves show, side by side.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from loaders.model import SeriesBreak, Text

_GROSS, _FEDERAL = "gross", "federal"
# In the workbook of 2013 these have other approved amounts than in the account key by key, with sum 0.
_REARRANGED: Final = (
    "gobernacion", "bienestar", "desarrollo-agrario-urbano", "hacienda", "educacion", "salud",
    "seguridad-publica",
)  # fmt: skip
_OBJECTS: Final = ("chapter", "concept", "generic_object", "specific_object")
_FUNCTIONS: Final = ("functional_group", "function", "subfunction")
# All that is not of an agency: what IMSS, ISSSTE, Pemex and CFE spend enters its codes in 2013.
_OF_ALL_AGENCIES: Final = (*_OBJECTS, *_FUNCTIONS, "expense_type", "funding_source", "state")

# The last workbook held is that of 2023.
_AFTER_THE_BOOKS = SeriesBreak(
    2023,
    2024,
    Text(
        "Hasta 2023 las cifras salen de los libros, que dejan en blanco siete programas del ramo 19; desde "
        "2024, de la Cuenta Pública clave por clave, que los trae.",
        "Until 2023 figures come from the workbooks, which leave seven programmes of ramo 19 blank; from "
        "2024, from the public account key by key, which has them.",
    ),
    scope=_FEDERAL,
)
_ENTITIES = SeriesBreak(
    2012,
    2013,
    Text(
        "Desde 2013 la Cuenta Pública clave por clave incluye IMSS, ISSSTE, Pemex y CFE (ramos 50 a 53); "
        "hasta 2012 no. La diferencia entre ambos años no es crecimiento.",
        "From 2013 the public account key by key includes IMSS, ISSSTE, Pemex and CFE (ramos 50 to 53); "
        "until 2012 it does not. The difference between the two years is no growth.",
    ),
    scope=_GROSS,
)
_BOOK_2013 = SeriesBreak(
    2012,
    2013,
    Text(
        "Hasta 2012, lo aprobado sale de la Cuenta Pública clave por clave; en 2013, del libro, que lo "
        "presenta según la reorganización de ese año (notas del libro de 2013).",
        "Until 2012 approved amounts come from the public account key by key; in 2013 from the workbook, "
        "which shows them after that year's reorganisation (notes of the 2013 workbook).",
    ),
    scope=_FEDERAL,
)
_FOUR_DIGITS = Text(
    "Hasta 2010 las partidas tienen cuatro dígitos y desde 2011 cinco: es otro clasificador. El capítulo "
    "7000 tiene hasta 2010 pensiones y fideicomisos (partidas 7701 y 7801) que después no están en él.",
    "Until 2010 objects have four digits and from 2011 five: it is another classification. Until 2010 "
    "chapter 7000 has pensions and trusts (objects 7701 and 7801) that are not in it afterwards.",
)
_OTHER_FUNCTIONS = Text(
    "Las claves funcionales de 2008-2011 no son las de 2012 en adelante: la función 2.0 era Educación y es "
    "la 2.5; la 4.1 era Recursos a Entidades Federativas y pasa a Costo Financiero.",
    "The functional codes of 2008-2011 are not those of 2012 on: function 2.0 was Education, which is 2.5; "
    "4.1 was Resources for States and becomes Financial Cost.",
)
_OTHER_PROGRAMMES = Text(
    "Entre 2011 y 2012 cambian las claves de los programas: que dos años tengan la misma clave no dice que "
    "sea el mismo programa.",
    "Between 2011 and 2012 the codes of programmes change: that two years have the same code does not say "
    "that it is the same programme.",
)
_MORE_EXPENSE_TYPES = Text(
    "Desde 2010 hay tipos de gasto (0, 5, 7, 8 y 9) que 2008 y 2009 no traen.",
    "From 2010 on there are expense types (0, 5, 7, 8 and 9) that 2008 and 2009 do not have.",
)
# No file of the years between is held that would tell which year it was.
_OTHER_EXPENSE_TYPES = Text(
    "El tipo de gasto 4 es Participaciones hasta 2013 y Pensiones y jubilaciones en 2020 y 2021, cuando "
    "Participaciones es el 5.",
    "Expense type 4 is Participaciones (revenue sharing) until 2013 and Pensions in 2020 and 2021, when "
    "Participaciones is 5.",
)
EXPENSE_TYPES: Final = SeriesBreak(2013, 2020, _OTHER_EXPENSE_TYPES, dimension="expense_type")

SERIES_BREAKS: Final = (
    _AFTER_THE_BOOKS,
    replace(_AFTER_THE_BOOKS, agency_id="aportaciones-seguridad-social"),
    _ENTITIES,
    *(replace(_ENTITIES, dimension=dimension) for dimension in _OF_ALL_AGENCIES),
    *(replace(_BOOK_2013, agency_id=agency_id) for agency_id in _REARRANGED),
    *(SeriesBreak(2010, 2011, _FOUR_DIGITS, dimension=dimension) for dimension in _OBJECTS),
    *(SeriesBreak(2011, 2012, _OTHER_FUNCTIONS, dimension=dimension) for dimension in _FUNCTIONS),
    SeriesBreak(2011, 2012, _OTHER_PROGRAMMES, dimension="program"),
    SeriesBreak(2009, 2010, _MORE_EXPENSE_TYPES, dimension="expense_type"),
    EXPENSE_TYPES,
)
