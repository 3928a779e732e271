"""Ids that a process uses again: an award of one release that is another award in the next, another buyer.

The merge takes what a later release says of an id for a correction. It is none where the later release says
it of other contracts only: then each contract keeps the award and the buyer that it was published with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from loaders.model import Text
from loaders.ocds import plain
from loaders.ocds.plain import Object
from loaders.ocds.vocabulary import fold
from loaders.schema import table

if TYPE_CHECKING:
    from loaders.ocds.rows import Process


@dataclass(frozen=True)
class Reused:
    """What contracts were published with and a later release uses otherwise: by the contract's id."""

    awards: Mapping[str, Object]
    buyers: Mapping[str, Object]

    def __bool__(self) -> bool:
        return bool(self.awards or self.buyers)


NONE_REUSED = Reused({}, {})
_LOCAL = re.compile("ocds-[0-9a-z]{6}-(.+)", re.IGNORECASE)
_ONE = Text(
    "Proceso publicado con y sin el prefijo de quien publica: es uno solo. Cuántas entregas sin prefijo.",
    "A process published with and without its publisher's prefix: it is one. How many releases without it.",
)
_REUSED = Text(
    "La misma clave nombra otra adjudicación u otro comprador en otra entrega: cada contrato conserva los "
    "suyos. Cuántos contratos.",
    "The same id names another award or another buyer in another release: each contract keeps its own. How "
    "many contracts.",
)


def join_prefixes(connection: sa.Connection) -> None:
    """Make one process of those that one publisher names with and without its registered prefix, and tell it.

    Where a publisher has several prefixes with the same number behind them, nothing is joined.
    """
    held = table("ocds_release")
    names = (held.c.process_id, held.c.ocid, held.c.publisher, held.c.source_file_id)
    query = sa.select(*names, sa.func.count().label("releases"), sa.func.min(held.c.source_row).label("line"))
    rows = connection.execute(query.group_by(*names).order_by(*names)).mappings().all()
    whole: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if (local := _LOCAL.fullmatch(row["ocid"])) and row["publisher"]:
            whole.setdefault((fold(row["publisher"]), local[1].lower()), set()).add(row["process_id"])
    for row in rows:
        same = whole.get((fold(row["publisher"] or ""), row["ocid"].lower()), set())
        if len(same) == 1:
            _join(connection, row, *same)


def _join(connection: sa.Connection, row: sa.RowMapping, process_id: str) -> None:
    held = table("ocds_release")
    keys = ("process_id", "source_file_id")
    same = sa.update(held).where(*(held.c[name] == row[name] for name in keys))
    connection.execute(same.values(process_id=process_id, ocid=process_id))
    _tell(connection, "same_process", _ONE, row["line"], row["releases"], process_id, row["source_file_id"])


def tell_reused(connection: sa.Connection, process: Process) -> None:
    """Tell that a process uses ids again, beside the file of its last release."""
    many = len({*process.reused.awards, *process.reused.buyers})
    where = (process.source_row, many, process.ocid, process.source_file_id)
    _tell(connection, "reused_id", _REUSED, *where)


def _tell(
    connection: sa.Connection, code: str, what: Text, line: int, many: int, after: str, file: str
) -> None:
    words = {"code": code, "what_es": what.es, "what_en": what.en, "before": str(many), "after": after}
    connection.execute(sa.insert(table("correction")).values(line=line, source_file_id=file, **words))


def reused(versions: Sequence[Object]) -> Reused:
    """Return the awards and buyers of contracts that a later release of the process says of others only."""
    if len(versions) == 1:
        return NONE_REUSED
    return Reused(_awards(versions), _buyers(versions))


def _awards(versions: Sequence[Object]) -> dict[str, Object]:
    """Walk through the releases: an award that one names for a contract is that contract's."""
    now: dict[str, Object] = {}
    own: dict[str, tuple[str, Object]] = {}
    for body in versions:
        told = {one["id"]: one for one in plain.objects(body.get("awards")) if "published_id" not in one}
        named = _named(body)
        for code, award in told.items():
            merged = {**now.get(code, {}), **award}
            others = [one for one, (award_id, _) in own.items() if award_id == code]
            alone = not named.get(code) or _who(merged) == _who(now.get(code, merged))
            for contract in (*named.get(code, ()), *(others if alone else ())):
                own[contract] = (code, merged)
            now[code] = merged
    return {one: award for one, (code, award) in own.items() if _who(award) != _who(now[code])}


def _named(body: Object) -> dict[str, list[str]]:
    """Return the contracts of a release by the award that they name."""
    made: dict[str, list[str]] = {}
    for contract in plain.objects(body.get("contracts")):
        made.setdefault(str(contract.get("awardID")), []).append(str(contract["id"]))
    return made


def _who(award: Object) -> frozenset[str]:
    """Return who supplies by an award: tax codes, what stands for a person's, or names."""
    return frozenset(_identity(one, ("rfc", "same", "name")) for one in plain.objects(award.get("suppliers")))


def _identity(one: Object, names: Iterable[str]) -> str:
    return next((fold(str(one[name])) for name in names if one.get(name)), "")


def _buyers(versions: Sequence[Object]) -> dict[str, Object]:
    """Return the buyers of contracts that the last release with a buyer does not have, and are others."""
    own: dict[str, Object] = {}
    last: Object = {}
    for body in versions:
        last = plain.inner(body, "buyer") or last
        for contract in plain.objects(body.get("contracts")):
            own[str(contract["id"])] = last
    told = {one: buyer for one, buyer in own.items() if buyer and last}
    return {one: buyer for one, buyer in told.items() if not _same_buyer(buyer, last)}


def _same_buyer(one: Object, other: Object) -> bool:
    """Say whether two are one buyer: by their codes where both have one, else by their names."""
    name = "code" if one.get("code") and other.get("code") else "name"
    return _identity(one, (name,)) == _identity(other, (name,))
