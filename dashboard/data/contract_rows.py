"""All contracts that a filter asks for, with everything held of each and the file it is from, in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, select

from dashboard.data.contract_filter import ContractFilter
from dashboard.data.search import Index, every_number
from dashboard.data.store import Store
from loaders.columns import column_of
from loaders.engine import columns_of, many
from loaders.fields import arrow_type
from loaders.home import Home
from loaders.model import Column
from loaders.schema import table
from loaders.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

# A number means nothing outside its version; the identity and the source row do.
_LEFT_OUT: Final = ("contract_no",)
_SOURCE: Final = (("source_file", "file_name"), ("source_file", "sha256"), ("coverage_note", "coverage"))
ROWS: Final = 20_000
WIDEST: Final = 500_000


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
    for numbers in _gathered(every_number(index, chosen, last_number(store))):
        yield _rows(store, numbers)


def _gathered(found: Iterable[Sequence[int]]) -> Iterator[list[int]]:
    """Put small pieces together, as each question has its own cost, up to some rows or a wide part."""
    held: list[int] = []
    for numbers in found:
        if held and (len(held) + len(numbers) > ROWS or numbers[-1] - held[0] > WIDEST):
            yield held
            held = []
        held.extend(numbers)
    if held:
        yield held


def _rows(store: Store, numbers: Sequence[int]) -> pa.Table:
    import pyarrow as pa

    assert store.home is not None
    wanted = schema().insert(0, pa.field("contract_no", pa.int64()))
    found = columns_of(store.home, store.engine, _query(store.home, numbers), wanted)
    places = found.column(0).to_numpy()
    # Put in order here: engines mostly read them so, and to order them there copies every column.
    ordered = found if (places[1:] > places[:-1]).all() else found.take(places.argsort())
    return ordered.drop_columns("contract_no")


def _query(home: Home, numbers: Sequence[int]) -> Select[Any]:
    known, file, note = table("contract"), table("source_file"), table("coverage_note")
    own = [known.c[name] for name in TABLES["contract"].columns if name not in _LEFT_OUT]
    coverage = func.coalesce(note.c.coverage, "unknown").label("coverage")
    joined = known.join(file, file.c.source_file_id == known.c.source_file_id).outerjoin(
        note, note.c.source_file_id == known.c.source_file_id
    )
    asked = select(known.c.contract_no, *own, file.c.file_name, file.c.sha256, coverage)
    return asked.select_from(joined).where(many(home, known.c.contract_no, numbers))
