"""What all questions share when they turn lines into a Result: identity, order, sources, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dashboard.data import words
from dashboard.data.availability import span
from dashboard.data.convert import SHARES, change_or_gap
from dashboard.data.facts import TOTAL, ProgramLink
from dashboard.data.figure_warnings import warnings_of
from dashboard.data.lines import Asked, Line, agency_of
from dashboard.data.result import (
    Gap,
    Result,
    ResultColumn,
    Row,
    SeriesBreak,
    SourceRef,
    State,
    Value,
    is_gap,
)
from dashboard.data.selection import Selection
from loaders.agencies import by_id
from loaders.findings import FIRST_WITH_ENTITIES
from loaders.model import Text

# Codes whose name says little without the agency they belong to.
_OF_AN_AGENCY = ("program", "unit")


def identity(selection: Selection) -> list[ResultColumn]:
    """Return the columns that say what a row is: id, official code, name, and the agency it belongs to."""
    columns = [ResultColumn("id", words.ID, "key")]
    if selection.by != "economic_type":
        columns.append(ResultColumn("code", words.CODE, "note"))
    columns.append(ResultColumn("name", words.DIMENSIONS[selection.by], "label"))
    if selection.by in _OF_AN_AGENCY:
        columns.append(ResultColumn("agency", words.DIMENSIONS["agency"], "note"))
    return columns


def identify(asked: Asked, line: Line) -> dict[str, Any]:
    """Return the cells of the identity columns."""
    row: dict[str, Any] = {"id": line.key, "code": _code(asked, line.key, line.year), "name": line.name}
    if asked.selection.by in _OF_AN_AGENCY and line.agency_id:
        row["agency"] = asked.facts.agencies[line.agency_id].name.in_(asked.language)
    return row


def _code(asked: Asked, key: str, year: int | None = None) -> str:
    """Return the official code: a *ramo*'s number of the year, a programme's or unit's without its agency."""
    agency = asked.facts.agencies.get(key) if asked.selection.by == "agency" else None
    if agency is not None:
        return (year and by_id(key).ramo_code_in(year)) or agency.ramo_code
    return key.split(".", 1)[1] if asked.selection.by in _OF_AN_AGENCY else key


def by_size(rows: Iterable[Row], column: str) -> list[Row]:
    """Order rows by a measure, largest first, missing last, ties by id."""
    return sorted(rows, key=lambda row: (is_gap(row[column]), -number(row[column]), str(row["id"])))


def number(cell: Any) -> Decimal:
    """Return a cell as a number for ordering only; a missing one counts as 0 and is placed apart."""
    return cell if isinstance(cell, Decimal) else Decimal(0)


def partial(asked: Asked, line: Line, moment: str) -> str | None:
    """Return the note of a sum that lacks programmes the source does not report; None if it is whole."""
    whole = not line.missing[moment] or line.pesos[moment] is None
    return None if whole else words.PARTIAL.in_(asked.language)


def with_note(columns: Sequence[ResultColumn], rows: Sequence[Row]) -> list[ResultColumn]:
    """Return the columns, and a note at their end where a row has something to say."""
    noted = any(row.get("note") for row in rows)
    return [*columns, *([ResultColumn("note", words.NOTE, "note")] if noted else [])]


def real_change(
    asked: Asked, lines: Mapping[int, Line], years: tuple[int, int], moment: str, broken: bool = False
) -> Value:
    """Return the real change of a key between two years, or why none is given; `lines` are its lines by year.

    It is withheld where the series is broken or the years do not report the same programmes.
    """
    absent = [year for year in years if year not in lines]
    if absent:
        return Gap(State.NOT_APPLICABLE, words.not_there(absent))
    before, after = (lines[year] for year in years)
    if broken or before.missing[moment] != after.missing[moment]:
        return Gap(State.WITHHELD, words.NOT_COMPARABLE)
    index = asked.facts.prices.get(asked.selection.index, {})
    unknown = [year for year in years if year not in index]
    if unknown:
        return Gap(State.NOT_HELD, words.no_deflator(unknown))
    old, new = (_deflated(asked.nominal(line, moment), index[line.year]) for line in (before, after))
    return change_or_gap(old, new, words.no_base(before.year))


def _deflated(nominal: Value, index: Decimal) -> Value:
    return nominal if isinstance(nominal, Gap) else nominal / index


def crossing(asked: Asked, keys: Iterable[str], years: Sequence[int]) -> tuple[SeriesBreak, ...]:
    """Return the series breaks inside `years` that concern `keys`.

    Shares and economic types are parts of the all-agency total, so a break of that total concerns them all.
    """
    if not years:
        return ()
    concerned = {part for key in keys for part in (key, agency_of(key))}
    inside = _inside(asked, years)
    found = [item for item in inside if not item.keys or concerned & set(item.keys)]
    if asked.selection.measure == "share" or asked.selection.by == "economic_type":
        # Parts of the all-agency total: its breaks cut every line.
        found += [replace(item, keys=()) for item in inside if TOTAL in item.keys]
    return tuple(found)


def _inside(asked: Asked, years: Sequence[int]) -> list[SeriesBreak]:
    """Return the breaks of the scope and dimension asked for, of which some part lies between the years."""
    scope, by = asked.selection.scope, asked.selection.by
    return [
        item
        for item in asked.facts.breaks
        if min(years) < item.after and item.before < max(years)
        if not item.scopes or scope in item.scopes
        if item.dimension in ("", by)
    ]


def is_broken(asked: Asked, key: str, years: Sequence[int]) -> bool:
    """Say whether a break of the key itself, or of its agency, lies between years."""
    own = {key, agency_of(key)}
    return any(not item.keys or own & set(item.keys) for item in _inside(asked, years))


def pensions_apart(lines: Sequence[Line]) -> tuple[SeriesBreak, ...]:
    """Return the break of current spending where the source begins to report pensions apart."""
    known = [line.year for line in lines if line.key == "pensions"]
    before = [line.year for line in lines if line.key == "current" and known and line.year < min(known)]
    if not before:
        return ()
    return (SeriesBreak(max(before), min(known), words.pensions_within_current(before), ("current",)),)


def uneven(lines: Sequence[Line], moment: str, known: Sequence[SeriesBreak]) -> tuple[SeriesBreak, ...]:
    """Return a break wherever a key's neighbouring years do not report the same number of programmes.

    `known` are declared breaks, which are not said twice; `lines` come ordered by key and year.
    """
    said = {(item.before, item.after, key) for item in known for key in item.keys or keys_of(lines)}
    pairs = ((one, two) for one, two in pairwise(lines) if one.key == two.key)
    return tuple(
        SeriesBreak(one.year, two.year, words.other_programmes(two.name, one.year, two.year), (one.key,))
        for one, two in pairs
        if one.missing[moment] != two.missing[moment]
        and not {(one.year, two.year, one.key), (one.year, two.year, agency_of(one.key))} & said
    )


def keys_of(lines: Iterable[Line]) -> set[str]:
    """Return the keys of lines, or those of their agencies."""
    return {agency_of(line.key) for line in lines}


def result(
    asked: Asked,
    columns: Sequence[ResultColumn],
    rows: Sequence[Row],
    moments: Sequence[str],
    lines: Sequence[Line],
    *,
    notes: tuple[Text, ...] = (),
    breaks: tuple[SeriesBreak, ...] = (),
) -> Result:
    """Return the Result of `rows`, with sources, scope, prices and what is not reported in `lines`."""
    return Result(
        columns=tuple(with_note(columns, rows)),
        rows=tuple(rows),
        sources=sources(asked, {line.year for line in lines}),
        store_version=asked.store.version,
        scope=scope_words(asked.selection),
        prices=asked.convert.prices_words(),
        notes=(*notes, *_of_years(asked, lines, moments), *_pensions(lines), *asked.convert.price_notes()),
        breaks=breaks,
        missing=(*_missing(asked, moments, lines), *_absent(asked, lines)),
        warnings=warnings_of(asked, (str(row["id"]) for row in rows), _years(columns, lines), moments),
    )


def _years(columns: Sequence[ResultColumn], lines: Sequence[Line]) -> set[int]:
    """Return the years whose figures are shown or compared with."""
    return {line.year for line in lines} | {year for column in columns for year in column.years}


def scope_words(selection: Selection) -> Text:
    """Return what the figures of a selection cover: the account key by key lacks four ramos until 2012."""
    if selection.scope == "account" and selection.year < FIRST_WITH_ENTITIES:
        return words.ACCOUNT_WITHOUT_ENTITIES
    return words.SCOPES[selection.scope]


def _of_years(asked: Asked, lines: Sequence[Line], moments: Sequence[str]) -> tuple[Text, ...]:
    """Return what must be said of the years shown: what stands in, which quarter, what was rearranged."""
    years, scope = {line.year for line in lines}, asked.selection.scope
    if scope == "quarterly":
        return tuple(words.up_to_quarter(year, asked.facts.quarters[year]) for year in sorted(years))
    if scope != "federal":
        return ()
    inside = years & asked.facts.stood_in
    told = (words.stood_in(inside),) if inside else ()
    return (*told, *(_rearranged(asked, lines) if "approved" in moments else ()))


def _rearranged(asked: Asked, lines: Sequence[Line]) -> tuple[Text, ...]:
    """Return the workbooks' caveats about approved figures of the years shown."""
    codes = dict.fromkeys(code for line in lines for code in words.OF_YEARS.get(line.year, ()))
    caveats = asked.facts.caveats
    return tuple(caveats[key] for code in codes if (key := ("public_account", code)) in caveats)


def _absent(asked: Asked, lines: Sequence[Line]) -> tuple[Text, ...]:
    """Say which chosen agencies have no row where others have one."""
    found = {line.agency_id for line in lines}
    names = [asked.facts.agencies[key].name for key in asked.selection.agencies if key not in found]
    years = {line.year for line in lines} or {asked.selection.year}
    return (words.absent(names, years),) if names and asked.selection.by != "economic_type" else ()


def renamings(asked: Asked, keys: Iterable[str], years: Sequence[int]) -> tuple[Text, ...]:
    """Say how agencies were called over `years`, where their official name changed."""
    if asked.selection.by != "agency":
        return ()
    told = ((key, _names_over(asked, key, years)) for key in keys)
    return tuple(
        words.renamed(asked.facts.agencies[key].name, names) for key, names in told if len(names) > 1
    )


def relations(asked: Asked, keys: Iterable[str], years: Sequence[int]) -> tuple[Text, ...]:
    """Say which of the programmes followed had another name, code or agency within `years`."""
    if asked.selection.by != "program" or not years:
        return ()
    followed = set(keys)
    return tuple(
        _related(asked, link)
        for link in asked.facts.links
        if link.kind != "candidate" and not link.breaks and followed & {link.before, link.after}
        if min(years) <= link.last and link.first <= max(years)
    )


def _related(asked: Asked, link: ProgramLink) -> Text:
    if link.before == link.after:
        told = words.other_name(link.was, link.last, link.now, link.first, link.reason)
        return Text(f"{_placed(asked, link.after)}: {told.es}", f"{_placed(asked, link.after)}: {told.en}")
    before, after = (_placed(asked, key) for key in (link.before, link.after))
    names = f"{before}, «{link.was}»", f"{after}, «{link.now}»"
    return words.other_place(names[0], link.last, names[1], link.first, link.reason)


def _placed(asked: Asked, key: str) -> str:
    """Return a programme's code and agency, as in `S072 (Educación Pública)`."""
    agency = asked.facts.agencies[agency_of(key)]
    return f"{_code(asked, key)} ({agency.name.in_(asked.language)})"


def _names_over(asked: Asked, key: str, years: Sequence[int]) -> list[tuple[str, str]]:
    named = asked.facts.agency_names
    known = [(year, named[key, year]) for year in years if (key, year) in named]
    spans: dict[str, list[int]] = {}
    for year, name in known:
        spans.setdefault(name, []).append(year)
    return [(span(held), name) for name, held in spans.items()]


def _pensions(lines: Sequence[Line]) -> tuple[Text, ...]:
    """Say that pensions stand within current spending where the source has no column for them."""
    years = {line.year for line in lines if line.key == "current"}
    years -= {line.year for line in lines if line.key == "pensions"}
    return (words.pensions_within_current(years),) if years else ()


def sources(asked: Asked, years: Iterable[int]) -> tuple[SourceRef, ...]:
    """Return the datasets that a selection's figures come from, deflator and population included."""
    selection = asked.selection
    used = list(asked.facts.datasets(selection.scope, years))
    if selection.prices == "real" and selection.measure not in SHARES:
        used.append("gdp_deflator" if selection.index == "gdp_deflator" else "consumer_prices")
    if selection.measure == "per_inhabitant":
        used.append("population")
    if selection.measure == "share_of_gdp":
        used.append("state_gdp")
    return tuple(source for name in used for source in asked.facts.sources.get(name, ()))


def _missing(asked: Asked, moments: Sequence[str], lines: Sequence[Line]) -> tuple[Text, ...]:
    """Say for which agencies and years programmes are not reported: a partial sum must be known as one."""
    gaps: dict[str, set[int]] = {}
    for line in lines:
        if line.agency_id and any(line.missing[moment] for moment in moments):
            gaps.setdefault(line.agency_id, set()).add(line.year)
    agencies: Mapping[str, Any] = asked.facts.agencies
    return tuple(words.not_reported(agencies[key].name, years) for key, years in sorted(gaps.items()))
