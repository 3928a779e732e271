"""Which contracts a reader asks for: words and conditions, frozen, to and from a readable query string."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.data.parameters import Problem, refused_value
from dashboard.data.selection import MAX_QUERY

Order = Literal["relevance", "newest", "oldest", "largest", "smallest"]

LONGEST: Final = 200
MOST_WORDS: Final = 12
# What a list of choices sends for no choice, as browsers that run scripts show no empty one.
ANY: Final = "todos"
MOST_PESOS: Final = 10**13
SIZES: Final = (25, 50, 100)
DEEPEST: Final = 100_000
_PLAIN: Final = re.compile(r"[^\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class ContractFilter:
    """Words and conditions that all hold of a contract, how they are ordered, and which page is shown.

    `words` are looked for in titles, descriptions, buyers, codes, and names of suppliers that are not natural
    persons. `least` and `most` are whole pesos. `signal` is an indicator, `unit` the code of a procuring
    unit, `supplier` an identity, `dataset` and `coverage` say from which files. "" and None = any.
    """

    words: str = ""
    year: int | None = None
    agency: str = ""
    state: str = ""
    method: str = ""
    category: str = ""
    least: int | None = None
    most: int | None = None
    signal: str = ""
    supplier: str = ""
    unit: str = ""
    dataset: str = ""
    coverage: str = ""
    order: Order = "relevance"
    page: int = 1
    size: int = 25

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of the conditions that are set, the words not among them."""
        return tuple(name for name in CONDITIONS if getattr(self, name) not in ("", None))


CONDITIONS: Final = (
    "year",
    "agency",
    "state",
    "method",
    "category",
    "least",
    "most",
    "signal",
    "supplier",
    "unit",
    "dataset",
    "coverage",
)
PARAMS: Final[Mapping[str, str]] = {
    "words": "q",
    "year": "ejercicio",
    "agency": "ramo",
    "state": "entidad",
    "method": "procedimiento",
    "category": "tipo",
    "least": "monto-min",
    "most": "monto-max",
    "signal": "senal",
    "supplier": "proveedor",
    "unit": "unidad",
    "dataset": "datos",
    "coverage": "cobertura",
    "order": "orden",
    "page": "pagina",
    "size": "filas",
}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "method": {
        "open": "licitacion",
        "selective": "invitacion",
        "direct": "directa",
        "other": "otro",
        "unclassified": "sin-clasificar",
    },
    "category": {
        "goods": "adquisiciones",
        "services": "servicios",
        "leases": "arrendamientos",
        "works": "obra",
        "works_services": "servicios-de-obra",
        "other": "otro",
        "unclassified": "sin-clasificar",
    },
    "coverage": {
        "full": "completo",
        "sample_1_percent": "muestra",
        "first_rows": "primeras-filas",
        "single_agency": "una-dependencia",
        "selection": "seleccion",
        "unknown": "desconocida",
    },
    "order": {
        "relevance": "relevancia",
        "newest": "recientes",
        "oldest": "antiguos",
        "largest": "mayor-monto",
        "smallest": "menor-monto",
    },
}
PARAMETERS: Final = frozenset(PARAMS.values())
_BY_PARAM: Final = {param: name for name, param in PARAMS.items()}


def to_query(chosen: ContractFilter) -> str:
    """Return the query string of all that differs from the defaults, without "?", in a fixed order."""
    default = ContractFilter()
    changed = [
        item.name for item in fields(chosen) if getattr(chosen, item.name) != getattr(default, item.name)
    ]
    pairs = [(PARAMS[name], word(name, getattr(chosen, name))) for name in changed]
    return urlencode(pairs, quote_via=quote)


def word(name: str, value: object) -> str:
    """Return how a value of a field is written in a query string."""
    return _WORDS[name][str(value)] if name in _WORDS else str(value)


def without(chosen: ContractFilter, *names: str) -> ContractFilter:
    """Return the filter on its first page with these fields as they are before anything is chosen."""
    default = ContractFilter()
    cleared: dict[str, Any] = {name: getattr(default, name) for name in names}
    return replace(chosen, page=1, **cleared)


def parse(query: str) -> tuple[ContractFilter, tuple[Problem, ...]]:
    """Read a query string. What is not understood keeps its default and is returned as a Problem."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for param, text in dict(parse_qsl(query[:MAX_QUERY])).items():
        name = _BY_PARAM.get(param)
        if name is None or text.strip() in ("", ANY):
            continue
        value, accepted = _decoded(name, " ".join(text.split()))
        if value is None:
            problems.append(refused_value(param, text, accepted))
        else:
            values[name] = value
    chosen = ContractFilter(**values)
    if chosen.page * chosen.size > DEEPEST:
        problems.append(Problem(PARAMS["page"], str(chosen.page), f"1-{DEEPEST // chosen.size}"))
        chosen = replace(chosen, page=1)
    return chosen, tuple(problems)


def known_only(
    chosen: ContractFilter, held: Mapping[str, Sequence[str]], names: Mapping[str, str]
) -> tuple[ContractFilter, tuple[Problem, ...]]:
    """Return a filter without the conditions whose value a store does not have, each as a Problem.

    `held` are all values of a condition in the store, as they stand in a query, `names` what codes stand for.
    """
    given = {name: str(getattr(chosen, name)) for name in chosen.conditions if name in held}
    strange = {name: value for name, value in given.items() if value not in held[name]}
    problems = [refused_value(PARAMS[name], value, held[name], names) for name, value in strange.items()]
    return (without(chosen, *strange) if strange else chosen), tuple(problems)


def _decoded(name: str, text: str) -> tuple[Any, Sequence[str]]:
    """Return (value, what is accepted); value None when the text is not understood."""
    if name in _WORDS:
        known = {spoken: value for value, spoken in _WORDS[name].items()}
        return known.get(text), tuple(known)
    if name in _NUMBERS:
        read, accepted = _NUMBERS[name]
        return read(text), (accepted,)
    if name == "words":
        return " ".join(text[:LONGEST].split()[:MOST_WORDS]), ()
    return (text[:LONGEST] if _PLAIN.fullmatch(text) else None), ("salud, rfc.ABC010203XY1, …",)


def _between(least: int, most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        bare = text.replace(",", "")
        if not re.fullmatch(r"\d{1,14}", bare, re.ASCII):
            return None
        return int(bare) if least <= int(bare) <= most else None

    return read


def _size(text: str) -> int | None:
    return next((size for size in SIZES if str(size) == text), None)


_NUMBERS: Final[Mapping[str, tuple[Callable[[str], int | None], str]]] = {
    "year": (_between(1900, 2099), "2010, 2011, …"),
    "least": (_between(0, MOST_PESOS), "0, 1000000, …"),
    "most": (_between(0, MOST_PESOS), "0, 1000000, …"),
    "page": (_between(1, DEEPEST), "1, 2, …"),
    "size": (_size, ", ".join(map(str, SIZES))),
}
