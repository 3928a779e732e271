"""Everything that can go wrong while loading, in one tree.

    LoadersError                 anything below; carries what, where, value, todo and an exit code
    ├── WrongSetting             a setting of the environment has a value that means nothing
    ├── DeclarationError         a dataset, table or column is declared wrongly (a programming error)
    ├── FetchError               a source could not be obtained from its address; what was held stays
    │   ├── AddressRefused       not https, or not an address at all
    │   ├── HostUnreachable      no such host, or nobody answers there
    │   ├── TimedOut             no answer, or not the whole file, in the time allowed
    │   ├── HttpStatus           the server answered with an error
    │   │   └── Vanished         it is gone (404, 410)
    │   ├── Untrusted            the server's certificate does not hold
    │   │   └── IncompleteChain  the server does not send the certificate that joins its own to a known root
    │   ├── Truncated            the download broke off, and broke off again
    │   └── TooLarge             more bytes than the limit allows
    ├── StorageError             this machine cannot keep the file
    │   ├── DiskFull             no room left
    │   ├── NoMemory             this process may not take as much memory as it needs
    │   ├── NoPermission         the folder or file may not be read or written
    │   └── TargetExists         a file that is there already would have been overwritten
    ├── SourceError              an official file is not what its dataset expects
    │   ├── SourceMissing        a file is not where it was looked for
    │   ├── BrokenFiles          files of a folder are known and cannot be read
    │   ├── SameName             two files of one load would take each other's place
    │   ├── SourceChanged        the bytes, or the mistake a dated repair expects, are no longer there
    │   ├── ArchiveDamaged       kept bytes no longer have their hash
    │   ├── Unreadable           a library failed at it in a way that nobody foresaw
    │   ├── EmptyFile            no bytes at all
    │   ├── HtmlInsteadOfData    a web page where a file should be
    │   ├── WrongEncoding        text that is neither UTF-8 nor cp1252
    │   ├── NotAnArchive         not the zip or gzip that it is called, or a damaged one
    │   ├── UnsafeArchive        an archive that no honest publisher makes
    │   │   └── ArchiveBomb      it unpacks to far more than it should
    │   ├── UnknownHeader        the header is not one that the dataset knows
    │   │   ├── UnknownColumn    a column nobody handles or ignores
    │   │   └── MissingColumn    a column the dataset needs is absent
    │   ├── UnknownCode          a code or name (ramo, state, object...) without a declared identity
    │   ├── BadValue             a cell that cannot be read as what its column says
    │   │   └── Undecided        cells that can be read in two ways, and nothing in the file that decides
    │   └── RowsLost             rows read differ from rows stored + rows rejected
    ├── CheckFailed              a load does not reproduce a published figure; its store is not published
    └── StoreError               the published store cannot be used
        ├── NoStore              nothing has been published yet
        ├── StoreUnreachable     the database that keeps the stores does not answer, or lets this user not in
        ├── StoreRefused         the database lets this user not do what the command needs
        ├── StoreDamaged         bytes of a store or of clean rows are not those that were written
        └── StoreOutdated        the store was built with another schema version

Each error says what happened, where, with which value, and what to do about it.
"""

# ruff: noqa: N818 — an error is named for what happened; the base class says that it is one.

from __future__ import annotations

from typing import Any, cast


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


class WrongSetting(LoadersError):
    """A setting of the environment has a value that means nothing."""

    exit_code = 2


class DeclarationError(LoadersError):
    """A dataset, table or column is declared wrongly."""

    exit_code = 5


class FetchError(LoadersError):
    """A source could not be obtained from its address; what was held before stays as it was."""

    exit_code = 6


class AddressRefused(FetchError):
    """Not https, or not an address at all. (Plain http is taken from this machine only.)"""


class HostUnreachable(FetchError):
    """There is no such host, or nobody answers there."""


class TimedOut(FetchError):
    """No answer, or not the whole file, in the time allowed."""


class HttpStatus(FetchError):
    """The server answered with an error; `value` is the HTTP status."""


class Vanished(HttpStatus):
    """The server says that there is nothing at this address (404, 410)."""


class Untrusted(FetchError):
    """The server's certificate does not hold: wrong name, expired, or signed by nobody known."""


class IncompleteChain(Untrusted):
    """The certificate that joins the server's own to a known root is missing."""


class Truncated(FetchError):
    """The download broke off, and broke off again each time it was resumed."""


class TooLarge(FetchError):
    """The file has more bytes than the limit allows."""


class StorageError(LoadersError):
    """This machine cannot keep the file."""

    exit_code = 7


class DiskFull(StorageError):
    """There is no room left on the disk, or no more that this user may take."""


class NoMemory(StorageError):
    """There is not as much memory as is needed, or this process may not take it."""


class NoPermission(StorageError):
    """The folder or file may not be read or written by this user."""


class TargetExists(StorageError):
    """A file that is there already would have been overwritten."""


class SourceError(LoadersError):
    """An official file is not what its dataset expects."""

    exit_code = 3


class SourceMissing(SourceError):
    """A file is not where it was looked for."""


class BrokenFiles(SourceError):
    """Files of a folder are known and cannot be read; `value` has a row for each file, the others too."""

    def __str__(self) -> str:
        rows = [row for row in cast("list[dict[str, Any]]", self.value) if row["outcome"] == "broken"]
        lines = [f"  {row['file']} ({row['dataset'] or '?'}): {row['seen']}; {row['todo']}" for row in rows]
        return "\n".join([self.what, *lines, self.todo])


class SameName(SourceError):
    """Two files of one load have the same name, so one would take the other's place in silence."""


class SourceChanged(SourceError):
    """The bytes, or the mistake that a dated repair expects, are no longer there."""


class ArchiveDamaged(SourceError):
    """Bytes in the archive no longer have the hash that names them."""


class Unreadable(SourceError):
    """A file at which a library failed in a way that nobody foresaw; `value` is what it said."""


class EmptyFile(SourceError):
    """A file without a single byte."""


class HtmlInsteadOfData(SourceError):
    """A web page (a notice, a log-in form) where a data file should be."""


class WrongEncoding(SourceError):
    """Text that is neither UTF-8 nor cp1252: read as either, it would corrupt names in silence."""


class NotAnArchive(SourceError):
    """Not the zip or gzip file that it is called, or one that is damaged."""


class UnsafeArchive(SourceError):
    """An archive that no honest publisher makes: members outside it, links, secrets."""


class ArchiveBomb(UnsafeArchive):
    """An archive that unpacks to far more than it should."""


class UnknownHeader(SourceError):
    """The header is not one that the dataset knows."""


class UnknownColumn(UnknownHeader):
    """A column that the dataset neither reads nor ignores."""


class MissingColumn(UnknownHeader):
    """A column that the dataset needs is absent."""


class UnknownCode(SourceError):
    """A code or name (ramo, state, object of expenditure...) that has no declared identity."""


class BadValue(SourceError):
    """A cell that cannot be read as what its column says."""


class Undecided(BadValue):
    """Cells that can be read in two ways, or contradict each other: who loads the file has to say which."""


class RowsLost(SourceError):
    """Rows read differ from rows stored plus rows rejected."""


class CheckFailed(LoadersError):
    """A load does not reproduce a published figure, so its store is not published."""


class StoreError(LoadersError):
    """The published store cannot be used."""

    exit_code = 4


class NoStore(StoreError):
    """Nothing has been published yet."""


class StoreUnreachable(StoreError):
    """The database that keeps the stores does not answer, or does not let this user in."""


class StoreRefused(StoreError):
    """The database does not let its user do what the command needs."""


class StoreDamaged(StoreError):
    """Bytes of a published store, or of the clean rows it is made from, are not those that were written."""


class StoreOutdated(StoreError):
    """The published store was built with another schema version."""
