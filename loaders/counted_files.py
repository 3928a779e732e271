"""Editions of official files whose records were counted and added up apart from the loaders.

The figures are data, in `control_totals.toml`. An edition is known by its SHA-256: what is compared is that
very file, never another one of the same name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from loaders.cubes import LINE_MOMENTS
from loaders.errors import DeclarationError
from loaders.findings import MOMENTS, NAMES, Finding, money, sentence
from loaders.model import Check, Text
from loaders.netting import RULES, NettingRule
from loaders.schema import condition, table

_DATA = "control_totals.toml"
_COUNTED = Text(
    "Sumado aparte del programa, sobre todos los registros de este mismo archivo (por su SHA-256).",
    "Added up apart from the program, over all records of this very file (by its SHA-256).",
)
_RECORDS = Text(
    "Registros de este mismo archivo (por su SHA-256), contados aparte; ninguno se deja fuera por repetido.",
    "Records of this very file (by its SHA-256), counted apart; none is left out as a repetition.",
)
_NETTED = Text(
    "Lo que se resta al pasar de bruto a neto, sumado aparte sobre los registros de este mismo archivo.",
    "What is subtracted from gross to net, added up apart over the records of this very file.",
)


@dataclass(frozen=True)
class CountedFile:
    """An edition of a file: its records, pesos by moment, and pesos that each netting rule subtracts."""

    source_file_id: str
    sha256: str
    records: int
    sums: Mapping[str, Decimal]
    netted: Mapping[str, Decimal]

    @property
    def dataset_id(self) -> str:
        """The dataset that it is of."""
        return self.source_file_id.partition(".")[0]


@cache
def declared_totals() -> Mapping[str, Any]:
    """Return all that is declared of control totals."""
    return tomllib.loads(files("loaders").joinpath(_DATA).read_text(encoding="utf-8"))


@cache
def counted_files() -> tuple[CountedFile, ...]:
    """Return the editions declared. DeclarationError when one is declared wrongly."""
    return tuple(counted_file(item) for item in declared_totals()["file"])


def counted_file(item: Mapping[str, Any]) -> CountedFile:
    """Return one edition as declared. DeclarationError when a moment or a rule is not known."""
    sums = {moment: Decimal(pesos) for moment, pesos in item["sums"].items()}
    netted = {rule: Decimal(pesos) for rule, pesos in item.get("netted", {}).items()}
    unknown = (sums.keys() - set(LINE_MOMENTS)) | (netted.keys() - {one.id for one in RULES})
    if unknown:
        raise DeclarationError("no such moment or rule", where=_DATA, value=sorted(unknown))
    return CountedFile(item["id"], item["sha256"], item["records"], sums, netted)


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield the checks of every edition that is held: its records, its sums, and what is subtracted."""
    held = _held(connection)
    wanted = [one for one in counted_files() if held.get(one.source_file_id, ("", 0))[0] == one.sha256]
    if not wanted:
        return
    added = _added_up(connection, [one.source_file_id for one in wanted])
    for one in wanted:
        if one.source_file_id in added:
            yield from _findings(one, held[one.source_file_id][1], added[one.source_file_id])


def _held(connection: sa.Connection) -> dict[str, tuple[str, int | None]]:
    """Return hash and fiscal year of each file held."""
    known = table("source_file").c
    rows = connection.execute(sa.select(known.source_file_id, known.sha256, known.fiscal_year))
    return {row.source_file_id: (row.sha256, row.fiscal_year) for row in rows}


def _added_up(connection: sa.Connection, wanted: list[str]) -> dict[str, Mapping[str, Any]]:
    """Return what the rows of each file add up to: records, moments, subtractions."""
    found: dict[str, Mapping[str, Any]] = {}
    for name in ("draft_line", "execution_line"):
        line = table(name)
        query = _sums(line).where(line.c.source_file_id.in_(wanted)).group_by(line.c.source_file_id)
        found |= {row["source_file_id"]: row for row in connection.execute(query).mappings()}
    return found


def _sums(line: sa.FromClause) -> sa.Select[Any]:
    moments = [one for one in LINE_MOMENTS if f"{one}_mxn" in line.c]
    first = line.c["proposed_mxn" if "proposed" in moments else "approved_mxn"]
    sums = [sa.func.sum(line.c[f"{one}_mxn"]).label(one) for one in moments]
    subtracted = [_subtracted(line, first, rule).label(f"netted_{rule.id}") for rule in RULES]
    return sa.select(line.c.source_file_id, sa.func.count().label("records"), *sums, *subtracted)


def _subtracted(
    line: sa.FromClause, amount: sa.ColumnElement[Any], rule: NettingRule
) -> sa.ColumnElement[Any]:
    meets = sa.and_(*(condition(line, one) for one in rule.where))
    return sa.func.sum(sa.case((meets, amount), else_=0))


def _findings(one: CountedFile, year: int | None, row: Mapping[str, Any]) -> Iterator[Finding]:
    owner = one.dataset_id
    said = Text("registros del archivo", "records of the file")
    records = _check(one, year, "records", said, Decimal(one.records), _RECORDS)
    yield owner, records, Decimal(row["records"])
    for moment, pesos in one.sums.items():
        words = MOMENTS[moment]
        said = Text(f"suma del archivo, {words.es}", f"sum of the file, {words.en}")
        yield owner, _check(one, year, moment, said, pesos, _COUNTED), money(row[moment])
    for rule in RULES:
        if rule.id in one.netted:
            said = Text(f"resta del neteo: {rule.title.es}", f"netted out: {rule.title.en}")
            check = _check(one, year, f"netted_{rule.id}", said, one.netted[rule.id], _NETTED)
            yield owner, check, money(row[f"netted_{rule.id}"])


def _check(one: CountedFile, year: int | None, what: str, said: Text, expected: Decimal, why: Text) -> Check:
    name, short = NAMES[one.dataset_id], one.source_file_id.partition(".")[2]
    subject = "records" if what == "records" else "net" if what.startswith("netted_") else "gross"
    return Check(
        id=f"file_{short}_{what}",
        subject=subject,
        title=Text(f"{name.es} {year}, {said.es}", f"{sentence(name.en)} {year}, {said.en}"),
        expected=expected,
        measure=None,
        fiscal_year=year,
        explanation=why,
    )
