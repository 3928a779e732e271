"""Everything that can go wrong while loading, in one tree.

    LoadersError                 anything below; carries what, where, value, todo and an exit code
    ├── DeclarationError         a dataset, table or column is declared wrongly (a programming error)
    ├── SourceError              an official file is not what its dataset expects
    │   ├── SourceMissing        a file is not where it was looked for
    │   ├── SourceChanged        the bytes, or the mistake a dated repair expects, are no longer there
    │   ├── UnknownColumn        a column nobody handles or ignores
    │   ├── MissingColumn        a column the dataset needs is absent
    │   ├── UnknownCode          a code or name (ramo, state, object...) without a declared identity
    │   ├── BadValue             a cell that cannot be read as what its column says
    │   └── RowsLost             rows read differ from rows stored + rows rejected
    ├── CheckFailed              a load does not reproduce a published figure; its store is not published
    └── StoreError               the published store cannot be used
        ├── NoStore              nothing has been published yet
        └── StoreOutdated        the store was built with another schema version

Each error says what happened, where, with which value, and what to do about it.
"""

# ruff: noqa: N818 — an error is named for what happened; the base class says that it is one.

from __future__ import annotations


class LoadersError(Exception):
    """Base of all errors of this package: what happened, where, with which value, what to do."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", value: object = None, todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.value = value
        self.todo = todo

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"in {self.where}")
        if self.value is not None:
            parts.append(f"value {self.value!r}")
        if self.todo:
            parts.append(self.todo)
        return "; ".join(parts)


class DeclarationError(LoadersError):
    """A dataset, table or column is declared wrongly."""

    exit_code = 5


class SourceError(LoadersError):
    """An official file is not what its dataset expects."""

    exit_code = 3


class SourceMissing(SourceError):
    """A file is not where it was looked for."""


class SourceChanged(SourceError):
    """The bytes, or the mistake that a dated repair expects, are no longer there."""


class UnknownColumn(SourceError):
    """A column that the dataset neither reads nor ignores."""


class MissingColumn(SourceError):
    """A column that the dataset needs is absent."""


class UnknownCode(SourceError):
    """A code or name (ramo, state, object of expenditure...) that has no declared identity."""


class BadValue(SourceError):
    """A cell that cannot be read as what its column says."""


class RowsLost(SourceError):
    """Rows read differ from rows stored plus rows rejected."""


class CheckFailed(LoadersError):
    """A load does not reproduce a published figure, so its store is not published."""


class StoreError(LoadersError):
    """The published store cannot be used."""

    exit_code = 4


class NoStore(StoreError):
    """Nothing has been published yet."""


class StoreOutdated(StoreError):
    """The published store was built with another schema version."""
