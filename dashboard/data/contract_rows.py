"""All contracts that a filter asks for, with everything held of each and the file it is from, in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ARRAY, BigInteger, Select, func, literal, select

from dashboard.data.contract_filter import ContractFilter
from dashboard.data.search import Index, every_number
from dashboard.data.store import Store
from loaders.columns import column_of
from loaders.engine import columns_of
from loaders.fields import arrow_type
from loaders.model import Column
from loaders.schema import table
from loaders.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

# A number means nothing outside its version; the identity and the source row do.
_LEFT_OUT: Final = ("contract_no",)
_SOURCE: Final = (("source_file", "file_name"), ("source_file", "sha256"), ("coverage_note", "coverage"))


def columns() -> tuple[Column, ...]:
    """Return the columns of the files, in their order."""
    own = tuple(column_of("contract", name) for name in TABLES["contract"].columns if name not in _LEFT_OUT)
    return own + tuple(column_of(*named) for named in _SOURCE)


def schema() -> pa.Schema:
    """Return the Arrow schema of the files."""
    import pyarrow as pa

    return pa.schema([(column.name, arrow_type(column.kind)) for column in columns()])


def last_number(store: Store) -> int:
    """Return the largest number of a contract, 0 if there is none."""
    known = table("contract")
    return int(store.rows(select(func.max(known.c.contract_no).label("last")))[0]["last"] or 0)


def pieces(store: Store, index: Index, chosen: ContractFilter) -> Iterator[pa.Table]:
    """Yield the contracts in the order of their files, some ten thousand rows at a time."""
    assert store.home is not None
    wanted = schema()
    for numbers in every_number(index, chosen, last_number(store)):
        yield columns_of(store.home, store.engine, _query(numbers), wanted)


def _query(numbers: Sequence[int]) -> Select[Any]:
    known, file, note = table("contract"), table("source_file"), table("coverage_note")
    own = [known.c[name] for name in TABLES["contract"].columns if name not in _LEFT_OUT]
    coverage = func.coalesce(note.c.coverage, "unknown").label("coverage")
    joined = known.join(file, file.c.source_file_id == known.c.source_file_id).outerjoin(
        note, note.c.source_file_id == known.c.source_file_id
    )
    listed = select(func.unnest(literal(list(numbers), ARRAY(BigInteger()))))
    # The range lets the database pass over what lies outside it.
    near = known.c.contract_no.between(numbers[0], numbers[-1])
    asked = select(*own, file.c.file_name, file.c.sha256, coverage).select_from(joined)
    return asked.where(near, known.c.contract_no.in_(listed)).order_by(known.c.contract_no)
