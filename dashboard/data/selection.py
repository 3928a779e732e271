"""The Selection: all a reader chose, frozen, to and from a readable query string."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.data.parameters import Problem, refused_value

Scope = Literal["federal", "gross", "net", "account", "draft", "quarterly"]
Moment = Literal["proposed", "approved", "modified", "accrued", "paid", "executed", "exercised"]
Prices = Literal["real", "nominal"]
Measure = Literal["amount", "share", "per_inhabitant", "share_of_gdp"]
Index = Literal["gdp_deflator", "inpc"]

MAX_QUERY = 2_000
MAX_KEYS = 40
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,80}")


@dataclass(frozen=True)
class Selection:
    """What a reader chose; the defaults are what they see before choosing anything.

    `scope`: *federal* = Cuenta Pública, Gobierno Federal, gross (ramos 50-53 not in it); *gross* and
    *net* = PEF, the whole budgeted public sector, before and after *neteo*; *account*, *draft* and
    *quarterly* = Cuenta Pública, PPEF and *avance* key by key, gross. `agencies` are agency ids
    (*ramos*), empty = all. `year` is a fiscal year (*ejercicio fiscal*), `years` those compared side by
    side. `moment` is the accounting stage; *executed* is the Cuenta Pública's "Ejercicio" (paid +
    ADEFAS). `within` is the id drilled into (*dentro*).
    """

    view: str = "ranking"
    scope: Scope = "federal"
    by: str = "agency"
    agencies: tuple[str, ...] = ()
    year: int = 2023
    years: tuple[int, ...] = ()
    moment: Moment = "executed"
    prices: Prices = "real"
    base: int = 2023
    index: Index = "gdp_deflator"
    measure: Measure = "amount"
    within: str = ""


@dataclass(frozen=True)
class _Codec:
    """How one field is written in the query: its Spanish name and, for choices, its Spanish words."""

    param: str
    words: Mapping[str, str] | None = None


_SCOPE_WORDS = {
    "federal": "gobierno-federal",
    "gross": "pef-bruto",
    "net": "pef-neto",
    "account": "cuenta-publica",
    "draft": "proyecto",
    "quarterly": "avance",
}
_CODECS: Mapping[str, _Codec] = {
    "view": _Codec(
        "vista",
        {
            "ranking": "ranking",
            "series": "serie",
            "compare": "comparar",
            "deviation": "diferencia",
            "treemap": "recuadros",
            "states": "estados",
        },
    ),
    "scope": _Codec("alcance", _SCOPE_WORDS),
    "by": _Codec(
        "por",
        {
            "agency": "ramo",
            "program": "programa",
            "economic_type": "tipo",
            "unit": "unidad",
            "functional_group": "finalidad",
            "function": "funcion",
            "subfunction": "subfuncion",
            "chapter": "capitulo",
            "concept": "concepto",
            "generic_object": "partida-generica",
            "specific_object": "partida",
            "expense_type": "tipo-de-gasto",
            "funding_source": "fuente",
            "state": "entidad",
        },
    ),
    "agencies": _Codec("ramos"),
    "year": _Codec("ejercicio"),
    "years": _Codec("ejercicios"),
    "moment": _Codec(
        "momento",
        {
            "proposed": "proyecto",
            "approved": "aprobado",
            "modified": "modificado",
            "accrued": "devengado",
            "paid": "pagado",
            "executed": "ejercicio",
            "exercised": "ejercido",
        },
    ),
    "prices": _Codec("precios", {"real": "reales", "nominal": "corrientes"}),
    "base": _Codec("base"),
    "index": _Codec("deflactor", {"gdp_deflator": "pib", "inpc": "inpc"}),
    "measure": _Codec(
        "medida",
        {
            "amount": "monto",
            "share": "porcentaje",
            "per_inhabitant": "por-habitante",
            "share_of_gdp": "porcentaje-del-pib",
        },
    ),
    "within": _Codec("dentro"),
}
# The form of what only a store can list.
_YEARS = ("2013…2023",)
_AGENCIES = ("salud, educacion, …",)
_KEYS = ("salud, salud.E023, …",)
_BY_PARAM = {codec.param: name for name, codec in _CODECS.items()}
# A view may start from other values than the first one: states are held only in the PEF 2021.
_VIEW_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "compare": {"years": (2018, 2023)},
    "states": {"scope": "gross", "by": "state", "year": 2021, "moment": "approved"},
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    name: tuple(codec.words) for name, codec in _CODECS.items() if codec.words
}


def defaults(view: str) -> Selection:
    """Return what a reader of `view` sees before choosing anything."""
    return replace(Selection(), view=view, **_VIEW_DEFAULTS.get(view, {}))


PARAMETERS = frozenset(_BY_PARAM)


def param(field: str) -> str:
    """Return the query parameter of a Selection field."""
    return _CODECS[field].param


def word(field: str, value: object) -> str:
    """Return how `value` of `field` is written in a query string."""
    words = _CODECS[field].words
    if words is not None:
        return words[str(value)]
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def to_query(selection: Selection) -> str:
    """Return the query string of all that differs from the defaults, without "?", in a fixed order."""
    default = defaults(selection.view)
    pairs = [
        (param(item.name), word(item.name, getattr(selection, item.name)))
        for item in fields(Selection)
        if getattr(selection, item.name) != getattr(default, item.name)
    ]
    if selection.view != Selection().view:
        pairs.insert(0, (param("view"), word("view", selection.view)))
    return urlencode(pairs, safe=",", quote_via=quote)


def parse(query: str, view: str | None = None) -> tuple[Selection, tuple[Problem, ...]]:
    """Read a query string. What is not understood keeps its default and is returned as a Problem.

    Repeated list parameters (as forms without scripts send them) are joined. `view` overrides the view named.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in _joined(query).items():
        field = _BY_PARAM.get(name)
        if field is None or text == "":
            continue
        value, accepted = _decode(field, text)
        if value is None:
            problems.append(refused_value(name, text, accepted))
        else:
            values[field] = value
    named = values.pop("view", Selection().view)
    return replace(defaults(view or named), **values), tuple(problems)


def _joined(query: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name, value in parse_qsl(query[:MAX_QUERY], keep_blank_values=True):
        merged[name] = f"{merged[name]},{value}" if merged.get(name) else value
    return merged


def _decode(field: str, text: str) -> tuple[Any, tuple[str, ...]]:
    """Return (value, what is accepted); value None when the text is not understood.

    What depends on a store is shown by its form here: who knows the store tells what it has.
    """
    words = _CODECS[field].words
    if words is not None:
        return {spoken: value for value, spoken in words.items()}.get(text), tuple(words.values())
    if field in ("year", "base"):
        return _year(text), _YEARS
    if field == "years":
        return _many(text, _year), _YEARS
    if field == "agencies":
        return _many(text, _key), _AGENCIES
    return _key(text), _KEYS


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)\d\d", text) else None


def _key(text: str) -> str | None:
    return text if _KEY.fullmatch(text) else None


def _many(text: str, one: Any) -> tuple[Any, ...] | None:
    parts = [part for part in text.split(",") if part]
    values = [one(part) for part in parts]
    if None in values or len(values) > MAX_KEYS:
        return None
    return tuple(dict.fromkeys(values))
