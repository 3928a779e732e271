"""Publishing: a finished store becomes current in one step; the last few stay for rollback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from loaders import backend, pins
from loaders.backend import Kept
from loaders.engine import current_version, open_store
from loaders.errors import NoStore, StoreDamaged, StoreError, WrongSetting
from loaders.home import Home
from loaders.home import busy as busy_in
from loaders.home import exclusive as alone_in
from loaders.pins import Pin

KEEP = 3


def keep() -> int:
    """Return how many versions stay: CUENTAS_KEEP, else three. WrongSetting if it is not a number above 0."""
    named = os.environ.get("CUENTAS_KEEP") or str(KEEP)
    if not named.isdecimal() or int(named) < 1:
        raise WrongSetting(
            "not a number of versions", where="CUENTAS_KEEP", value=named, todo="give 1 or more"
        )
    return int(named)


@contextmanager
def exclusive(home: Home) -> Iterator[None]:
    """Let one load at a time write in a home and to its stores; another one waits. Readers never wait."""
    with alone_in(home), backend.of(home).lock():
        yield


def busy(home: Home) -> bool:
    """Return whether a load is writing at this moment, here or, in a shared database, anywhere."""
    return busy_in(home) or backend.of(home).busy()


def put(home: Home, built: Path, version: str) -> None:
    """Put the finished DuckDB file `built` among the versions, where it waits to become current."""
    backend.of(home).put(built, version)


def publish(home: Home, version: str) -> None:
    """Make a version that was put among the stores the current one, and forget the oldest.

    A crash before the pointer moves leaves it on the store that was current; a crash after it leaves the
    new one. Readers never see half a load.
    """
    point_to(home, version)
    forget_old(home)


def point_to(home: Home, version: str) -> None:
    """Move the pointer to a version that is there; also the way back. NoStore if it is not."""
    _require(home, version)
    backend.of(home).point_to(version)


def _require(home: Home, version: str) -> None:
    kept_in = backend.of(home)
    if kept_in.mark(version) is None:
        there = ", ".join(versions(home)) or "none"
        raise NoStore(
            "that version is not there", where=kept_in.place, value=version, todo=f"there are: {there}"
        )


def make_current(home: Home, version: str) -> str | None:
    """Make a version that is there the current one, and return the one that was (None = there was none).

    It is opened first, so that no damaged or outdated store becomes current; waits for a load to end.
    Loads publish again from now on. NoStore if it is not there, StoreError if it cannot be used.
    """
    with exclusive(home):
        before = _usable(home, version)
        point_to(home, version)
        pins.lift(home)
    return before


def go_back(home: Home, version: str, reason: str) -> Pin:
    """Make a version current as `make_current` does, and leave a pin: loads hold what they make.

    The pin comes first: a crash between the two leaves a load that waits, never one that undoes the way back.
    """
    with exclusive(home):
        pin = Pin(_usable(home, version), version, date.today(), reason)
        pins.record(home, pin)
        point_to(home, version)
    return pin


def _usable(home: Home, version: str) -> str | None:
    """Require a version to be there and to open; return the one that is current."""
    _require(home, version)
    require_sound(home, version)
    open_store(version, home=home).dispose()
    return current_or_none(home)


def earlier(home: Home) -> str:
    """Return the version made before the current one; NoStore if none is kept."""
    current, known = current_version(home), versions(home)
    older = known[known.index(current) + 1 :] if current in known else known
    if not older:
        place = backend.of(home).place
        raise NoStore("no earlier version is kept", where=place, todo="see `cuentas status`")
    return older[0]


def current_or_none(home: Home) -> str | None:
    """Return the current version; None if nothing usable has been published."""
    try:
        return current_version(home)
    except NoStore:
        return None


def versions(home: Home) -> list[str]:
    """Return the versions that are there, newest first."""
    return [one.version for one in kept(home)]


def damage(home: Home, version: str) -> str | None:
    """Return what is wrong with a version that is there: other bytes than were put, or it does not open."""
    found = backend.of(home).damage(version)
    if found is None and backend.of(home).mark(version) is not None:
        try:
            open_store(version, home=home, any_schema=True).dispose()
        except StoreError as error:
            return str(error)
    return found


def require_sound(home: Home, version: str) -> None:
    """Require the bytes of a version to be those that were put there; StoreDamaged says what to do."""
    found = damage(home, version)
    if found is not None:
        raise StoreDamaged(
            "the store is damaged: it is not as it was published",
            where=f"{backend.of(home).place}, {version}",
            value=found,
            todo="`cuentas load` makes it again; look after the disk that it lies on",
        )


def kept(home: Home) -> list[Kept]:
    """Return the stores that are there, newest first."""
    return backend.of(home).kept()


def forget_old(home: Home) -> None:
    """Drop stores beyond the last few; a reader that still holds one open keeps its data."""
    others = [one.version for one in kept(home) if not one.current]
    for version in others[keep() - 1 :]:
        backend.of(home).forget(version)
