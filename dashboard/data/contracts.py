"""Questions about one contract: what was published of it, its changes, its spending, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy import Select, select

from dashboard.data.store import Record, Store
from loaders.agencies import by_ramo
from loaders.errors import UnknownCode
from loaders.schema import table

COUNTED: Final = ("counted", "converted")
# Of a foreign supplier no file tells whether it is a person.
NATURAL: Final = ("natural", "unknown", "foreign")
STAGES: Final = ("planned", "approved", "modified", "committed", "accrued", "exercised", "paid")


@dataclass(frozen=True)
class Contract:
    """One contract: its own row, its changes, its spending by stage, and the file it was read from."""

    record: Record
    source: Record
    coverage: Sequence[Record]
    amendments: Sequence[Record]
    spending: Sequence[Record]
    signals: Sequence[Record]
    budget: Sequence[Record]


def contract(store: Store, contract_id: str) -> Contract | None:
    """Return a contract by its id, or None if the store has none of that id."""
    rows = store.rows(_by_code(contract_id)) or store.rows(_named("contract", contract_id))
    if not rows:
        return None
    record = rows[0]
    return Contract(
        record,
        source(store, record["source_file_id"]),
        store.rows(_coverage(record["source_file_id"])),
        store.rows(_named("contract_amendment", contract_id).order_by("amended_on", "amendment_id")),
        sorted(store.rows(_named("contract_spending", contract_id)), key=_by_key_and_stage),
        store.rows(_signals(record["contract_no"])),
        _latest(store.rows(_budget(record))),
    )


def _latest(rows: Sequence[Record]) -> list[Record]:
    """Keep one row for each code."""
    found: dict[tuple[str, str], Record] = {}
    for row in rows:
        found.setdefault((row["dimension"], row["member_id"]), row)
    return list(found.values())


def _by_key_and_stage(row: Record) -> tuple[str, int]:
    """Spending in the order of its budget key, and of the stages that money takes."""
    return str(row["specific_object_code"] or ""), STAGES.index(row["stage"])


def _named(name: str, contract_id: str) -> Select[Any]:
    known = table(name)
    return select(known).where(known.c.contract_id == contract_id)


def _by_code(contract_id: str) -> Select[Any]:
    """Ask by the code as well, which most ids are made of.

    Codes of one time are alike and stand together, so that a store passes over all others; ids, which all
    begin alike, have to be looked through.
    """
    return _named("contract", contract_id).where(
        table("contract").c.contract_code == contract_id.partition(".")[2]
    )


def _coverage(source_file_id: str) -> Select[Any]:
    note = table("coverage_note")
    return select(note).where(note.c.source_file_id == source_file_id)


def _signals(contract_no: int) -> Select[Any]:
    """The signals of a contract, with the indicator's words."""
    signal, named = table("contract_signal"), table("indicator")
    joined = signal.join(named, named.c.indicator_id == signal.c.indicator_id)
    query = select(signal, named).select_from(joined).where(signal.c.contract_no == contract_no)
    return query.order_by(named.c.sort_order)


def explanations(store: Store, indicators: Sequence[str]) -> Sequence[Record]:
    """Return what would explain the signals of `indicators` innocently, in order."""
    known = table("indicator_explanation")
    query = select(known).where(known.c.indicator_id.in_(indicators))
    return store.rows(query.order_by(known.c.indicator_id, known.c.position))


def _budget(record: Record) -> Select[Any]:
    """The budget's own names of the codes that a contract carries, the latest year first."""
    member = table("member")
    program = f"{_program_agency(record)}.{record['program_code']}"
    wanted = sa.or_(
        sa.and_(member.c.dimension == "program", member.c.member_id == program),
        sa.and_(member.c.dimension == "unit", member.c.member_id == record["unit_id"]),
        sa.and_(member.c.dimension == "specific_object", member.c.member_id.in_(_objects(record))),
    )
    return select(member).where(wanted).order_by(member.c.fiscal_year.desc(), member.c.member_id)


def _program_agency(record: Record) -> str | None:
    """The agency whose ramo the programme's key tells: states and municipalities spend federal programmes."""
    try:
        return by_ramo(record["ramo_code"] or "", record["fiscal_year"]).agency_id
    except UnknownCode:
        return cast("str | None", record["agency_id"])


def _objects(record: Record) -> list[str]:
    return [code.strip() for code in str(record["object_codes"] or "").split(",")]


def source(store: Store, source_file_id: str) -> Record:
    """Return a source file with the title and publisher of its dataset."""
    file, owner = table("source_file"), table("dataset")
    titled = (owner.c.title_es, owner.c.title_en, owner.c.publisher)
    joined = file.join(owner, owner.c.dataset_id == file.c.dataset_id)
    query = select(file, *titled).select_from(joined).where(file.c.source_file_id == source_file_id)
    return store.rows(query)[0]


def first_ids(store: Store, most: int = 2) -> list[str]:
    """Return the ids of a few contracts."""
    known = table("contract")
    query = select(known.c.contract_id).order_by(known.c.contract_no).limit(most)
    return [row["contract_id"] for row in store.rows(query)]
