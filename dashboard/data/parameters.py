"""Parameters of addresses: ignored ones, those a page knows, and what is nearest to a wrong one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

# What advertisers and social networks append to links; no answer depends on it.
IGNORED: Final = frozenset({"fbclid", "gclid"})
IGNORED_START: Final = "utm_"
_ALIKE: Final = 0.3
_LONGEST: Final = 80
NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Problem:
    """A query parameter that could not be understood: which one, its value, and all that is accepted.

    `nearest` is the accepted value that looks most like it, "" if none does. `unknown` says that the
    parameter itself is not one of the page or file; `accepted` are then the names that are.
    """

    param: str
    value: str
    accepted: str
    nearest: str = ""
    unknown: bool = False


def without_ignored(query: str) -> str:
    """Return a query string without what no answer depends on; the rest as it was sent."""
    return "&".join(pair for pair in query.split("&") if not _ignored(_name(pair)))


def known_only(query: str, names: Collection[str]) -> str:
    """Return a query string with the parameters called `names` only, as they were sent."""
    return "&".join(pair for pair in query.split("&") if _name(pair) in names)


def unknown_names(query: str, names: Collection[str]) -> tuple[Problem, ...]:
    """Return a Problem for each parameter of a query string that is none of `names`."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    strange = [name for name in given if name not in names and not _ignored(name)]
    return tuple(_named(name, given[name], sorted(names)) for name in strange)


def refused_value(
    param: str, value: str, accepted: Iterable[str], names: Mapping[str, str] = NO_NAMES
) -> Problem:
    """Return the Problem of a value that is none of `accepted`: all of them are told, the nearest first.

    `names` tell what a code stands for, and are compared with the value, too.
    """
    options = list(dict.fromkeys(accepted))
    codes = {names[option]: option for option in options if option in names}
    nearest = _nearest(value, [*options, *codes])
    nearest = codes.get(nearest, nearest)
    ordered = sorted(options, key=lambda option: option != nearest)
    told = [f"{option} ({names[option]})" if option in names else option for option in ordered]
    return Problem(param, value[:_LONGEST], ", ".join(told), nearest)


def _named(name: str, value: str, names: list[str]) -> Problem:
    told = refused_value("", name, names)
    return Problem(name[:_LONGEST], value[:_LONGEST], told.accepted, told.nearest, unknown=True)


def _nearest(value: str, options: list[str]) -> str:
    """The option most like a value: the closest of numbers, of words the one that shares most letters."""
    number = _number(value)
    numbers = [option for option in options if _number(option) is not None]
    if number is not None and numbers:
        return min(numbers, key=lambda option: abs((_number(option) or 0) - number))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(value[:_LONGEST].casefold())
    ratios = [(_ratio(matcher, option), option) for option in options]
    best = max(ratios, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else ""


def _ratio(matcher: SequenceMatcher[str], option: str) -> float:
    matcher.set_seq1(option.casefold())
    return matcher.ratio()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else None


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _ignored(name: str) -> bool:
    return name in IGNORED or name.startswith(IGNORED_START)
