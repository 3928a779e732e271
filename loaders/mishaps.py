"""What a library lets through that nobody foresaw, told in words: a bad file is no reason for a traceback.

Besides Python's own errors there are panics of libraries in Rust, which are no `Exception`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from loaders.disk import guarded
from loaders.errors import LoadersError, Unreadable

_PANICS = "pyo3_runtime"
_TODO = (
    "look at the file: is it whole, and of the format that its name says? If it opens elsewhere, this is a "
    "fault of the program to be reported; the others load with `cuentas load --from FOLDER --skip-broken`"
)
_LONGEST = 200

_Answer = TypeVar("_Answer")


def is_panic(error: BaseException) -> bool:
    """Return whether an error is a panic of a library in Rust."""
    # The class is made anew in each extension module and cannot be imported.
    return type(error).__module__ == _PANICS


def is_mishap(error: BaseException) -> bool:
    """Return whether an error is one that nobody foresaw: none of ours, and nobody's wish to stop."""
    foreseen = isinstance(error, LoadersError)
    return not foreseen and (isinstance(error, Exception) or is_panic(error))


@contextmanager
def in_words(where: str) -> Iterator[None]:
    """Turn what nobody foresaw into Unreadable, a full disk and a missing right into theirs."""
    try:
        with guarded(Path(where)):
            yield
    except BaseException as error:
        if not is_mishap(error):
            raise
        raise unreadable(error, where) from error


def unreadable(error: BaseException, where: str) -> Unreadable:
    """Return the error that tells a mishap in words."""
    value = f"{type(error).__name__}: {error}".rstrip(": ")
    return Unreadable("it cannot be read", where=where, value=value[:_LONGEST], todo=_TODO)


def answer(question: Callable[[], _Answer], otherwise: _Answer) -> tuple[_Answer, BaseException | None]:
    """Return an answer; the other one, and the error, where nobody foresaw how it fails."""
    try:
        return question(), None
    except BaseException as error:
        if not (is_mishap(error) or isinstance(error, LoadersError)):
            raise
        return otherwise, error
