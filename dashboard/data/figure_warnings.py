"""What must be said wherever a figure is shown: warnings that belong to a scope, an agency and a year.

Adding one is adding a table to `figure_warnings.toml`: every view, image and file has it then.

    [[warning]]
    id = "approved_below_exercised_2008"   # once; for tests and the JSON
    scopes = ["federal", "account"]        # bodies of data, as `Selection.scope` names them
    years = [2008]
    agencies = ["provisiones-salariales"]  # ids of agencies.toml; left out or [] = every row of those years
    programs = ["salud.E001"]              # optional: only these programmes (agencies must be left out)
    moments = ["approved", "exercised"]    # optional: only where one of these moments is shown; else always
    es = "lo ejercido es más del doble de lo aprobado; ningún archivo dice por qué."
    en = "what was exercised is more than twice what was approved; no file says why."
    source = "flat_public_account"         # the dataset or document in which this is seen

The text is written without its subject: agencies and years are put before it (`Energía, 2013: …`). It says
what is in a held source and never a cause that no held source gives. A warning of an agency marks its rows
and those of its programmes and units with †; one of a whole year marks no row and stands below the chart.

Others are worked out from the data: `[modified]` in the same file, for agencies whose modified budget is far
from the approved one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dashboard import formats
from dashboard.data.availability import span
from dashboard.data.lines import Asked, agency_of
from dashboard.data.result import ResultWarning
from dashboard.data.selection import CHOICES
from loaders.model import Language, Text

_FILE: Final = "figure_warnings.toml"
_NEEDED: Final = frozenset({"id", "scopes", "years", "es", "en", "source"})
_OPTIONAL: Final = frozenset({"agencies", "programs", "moments"})
# The breakdowns whose keys begin with an agency.
_OF_AGENCIES: Final = frozenset({"agency", "program", "unit"})
_MODIFIED: Final = Text(
    "en ese porcentaje se aparta el presupuesto modificado del aprobado. El archivo no dice de dónde viene "
    "ni a dónde fue la diferencia: por sí misma no es ahorro, recorte ni exceso.",
    "by this per cent the modified budget is off the approved one. The file does not say where the "
    "difference came from or went: by itself it is neither thrift, cut nor excess.",
)


@dataclass(frozen=True)
class Declared:
    """A warning as it is declared; no agencies and no programs = every row of its years."""

    id: str
    scopes: frozenset[str]
    years: frozenset[int]
    agencies: frozenset[str]
    programs: frozenset[str]
    moments: frozenset[str]
    text: Text
    source: str


@dataclass(frozen=True)
class Modified:
    """From which difference between modified and approved on a warning is worked out, in which scopes."""

    share: Decimal
    pesos: Decimal
    scopes: frozenset[str]


@cache
def declared() -> tuple[Declared, ...]:
    """Return the declared warnings; ValueError says which one is wrong, and how."""
    return read(_text())[0]


@cache
def modified() -> Modified:
    """Return from where on a modified budget is told to be far from the approved one."""
    return read(_text())[1]


def _text() -> str:
    return files("dashboard.data").joinpath(_FILE).read_text(encoding="utf-8")


def read(text: str) -> tuple[tuple[Declared, ...], Modified]:
    """Read declarations; ValueError where one is incomplete, unknown or there twice."""
    held = tomllib.loads(text)
    known = held["modified"]
    warnings = tuple(_declared(entry) for entry in held.get("warning", ()))
    ids = [warning.id for warning in warnings]
    if len(set(ids)) < len(ids):
        raise ValueError(f"{_FILE}: an id is there twice among {', '.join(sorted(ids))}")
    return warnings, Modified(Decimal(known["share"]), Decimal(known["pesos"]), frozenset(known["scopes"]))


def _declared(entry: Mapping[str, Any]) -> Declared:
    named = entry.get("id", "without id")
    missing, unknown = _NEEDED - entry.keys(), entry.keys() - _NEEDED - _OPTIONAL
    strange = {*entry.get("scopes", ())} - {*CHOICES["scope"]} | {*entry.get("moments", ())} - {
        *CHOICES["moment"]
    }
    for told, names in (("lacks", missing), ("has unknown fields", unknown), ("has unknown values", strange)):
        if names:
            raise ValueError(f"{_FILE}: the warning {named} {told}: {', '.join(sorted(names))}")
    sets = {
        name: frozenset(entry.get(name, ()))
        for name in ("scopes", "years", "agencies", "programs", "moments")
    }
    if sets["agencies"] and sets["programs"]:
        raise ValueError(f"{_FILE}: the warning {named} has agencies and programs: declare two")
    return Declared(id=named, text=Text(entry["es"], entry["en"]), source=entry["source"], **sets)


def warnings_of(
    asked: Asked, keys: Iterable[str], years: Iterable[int], moments: Iterable[str]
) -> tuple[ResultWarning, ...]:
    """Return the warnings that concern the keys, years and moments which an answer shows."""
    shown, dated, stages = tuple(dict.fromkeys(keys)), frozenset(years), frozenset(moments)
    fitting = (
        warning
        for warning in declared()
        if asked.selection.scope in warning.scopes
        and dated & warning.years
        and (not warning.moments or stages & warning.moments)
    )
    found = (_concerning(asked, warning, shown, dated) for warning in fitting)
    return (*(warning for warning in found if warning), *_computed(asked, shown, dated))


def _concerning(
    asked: Asked, warning: Declared, keys: tuple[str, ...], years: frozenset[int]
) -> ResultWarning | None:
    """Return a declared warning as it is told of what is shown; None where it concerns nothing of it."""
    dated = years & warning.years
    names, rows = Text("", ""), frozenset[str]()
    if warning.programs:
        rows = frozenset(keys) & warning.programs if asked.selection.by == "program" else rows
        names = Text(*[", ".join(sorted(rows))] * 2)
    elif warning.agencies:
        rows, whole = _rows_of(asked, keys, warning.agencies)
        names = _names(asked, {agency_of(key) for key in rows} | whole)
    if (warning.programs or warning.agencies) and not names.es:
        return None
    subject = Text(*(", ".join(filter(None, (name, span(dated)))) for name in (names.es, names.en)))
    return ResultWarning(warning.id, subject, warning.text, warning.source, dated, rows)


def _names(asked: Asked, agencies: Iterable[str]) -> Text:
    known = [asked.facts.agencies[key].name for key in sorted(agencies) if key in asked.facts.agencies]
    return Text(", ".join(name.es for name in known), ", ".join(name.en for name in known))


def _rows_of(
    asked: Asked, keys: tuple[str, ...], agencies: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the rows of `agencies`, or where rows are of none, those to which the answer is narrowed."""
    selection = asked.selection
    if selection.by in _OF_AGENCIES:
        return frozenset(key for key in keys if agency_of(key) in agencies), frozenset()
    chosen = {*selection.agencies, agency_of(selection.within)}
    return frozenset(), agencies & chosen


def _computed(asked: Asked, keys: tuple[str, ...], years: frozenset[int]) -> Iterator[ResultWarning]:
    """Yield a warning for each agency whose modified budget is far from the approved one in a year shown."""
    if asked.selection.scope not in modified().scopes:
        return
    far: dict[str, dict[int, Decimal]] = {}
    for (scope, agency, year), (approved, changed) in asked.facts.modifications.items():
        if scope == asked.selection.scope and year in years and _is_far(approved, changed):
            far.setdefault(agency, {})[year] = changed / approved - 1
    for agency, changes in far.items():
        rows, whole = _rows_of(asked, keys, frozenset({agency}))
        if rows or whole:
            yield _of_agency(asked, agency, changes, rows)


def _is_far(approved: Decimal, changed: Decimal) -> bool:
    limits, difference = modified(), abs(changed - approved)
    return approved > 0 and difference >= limits.pesos and difference / approved >= limits.share


def _of_agency(
    asked: Asked, agency: str, changes: Mapping[int, Decimal], rows: frozenset[str]
) -> ResultWarning:
    name = _names(asked, [agency])
    subject = Text(f"{name.es} {_changes(changes, 'es')}", f"{name.en} {_changes(changes, 'en')}")
    source, *_ = asked.facts.datasets(asked.selection.scope, changes)
    return ResultWarning("modified", subject, _MODIFIED, source, frozenset(changes), rows)


def _changes(changes: Mapping[int, Decimal], language: Language) -> str:
    return ", ".join(
        f"{year} ({formats.signed_percent(change, language)})" for year, change in sorted(changes.items())
    )
