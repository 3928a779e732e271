"""Failed checks that somebody accepted: which check, which difference, of which files, when and why.

Kept beside the stores, as a store knows nothing of what was decided about it. Later loads pass with just
these: the same check with the same difference. One that no longer fails lapses; another difference stops.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from loaders import backend
from loaders.errors import StoreError
from loaders.home import Home
from loaders.model import Text

if TYPE_CHECKING:
    from loaders.partitions import Partition

Row = Mapping[str, Any]
_NOTE = "accepted"
_WORDS = Text("Diferencia aceptada el {day}: {reason}.", "Difference accepted on {day}: {reason}.")
_NO_REASON = Text("no se dijo por qué", "no reason was given")


@dataclass(frozen=True)
class Wish:
    """Which failing checks a load may publish: `every` one, or those named; and why."""

    every: bool = False
    checks: frozenset[str] = frozenset()
    reason: str = ""

    def takes(self, check_id: str) -> bool:
        """Return whether a failing check is accepted."""
        return self.every or check_id in self.checks


EVERY = Wish(every=True)


@dataclass(frozen=True)
class Acceptance:
    """One accepted failure: the check and its difference (None = nothing was found to compare).

    `files` are the source files that it is about, each with the start of its SHA-256; `lapsed` is the day on
    which a load found that the check does not fail so any more.
    """

    check_id: str
    difference: Decimal | None
    accepted: date
    reason: str
    files: tuple[str, ...] = ()
    lapsed: date | None = None

    def covers(self, row: Row) -> bool:
        """Return whether a failed check is this one, with this difference."""
        found = None if row["difference"] is None else Decimal(row["difference"])
        return row["check_id"] == self.check_id and found == self.difference

    @property
    def words(self) -> Text:
        """That it was accepted, when and why, as a reader is told."""
        told = Text(self.reason or _NO_REASON.es, self.reason or _NO_REASON.en)
        es = format_date(self.accepted, "d 'de' MMMM 'de' y", locale="es_MX")
        en = format_date(self.accepted, "d MMMM y", locale="en")
        return Text(
            _WORDS.es.format(day=es, reason=told.es.rstrip(".")),
            _WORDS.en.format(day=en, reason=told.en.rstrip(".")),
        )

    def row(self) -> dict[str, Any]:
        """Return it as plain values."""
        plain = asdict(self)
        days = {name: plain[name] and plain[name].isoformat() for name in ("accepted", "lapsed")}
        difference = None if self.difference is None else str(self.difference)
        return {**plain, **days, "difference": difference, "files": list(self.files)}


def all_of(home: Home) -> list[Acceptance]:
    """Return every acceptance, lapsed ones too. StoreError when they cannot be read: nothing is guessed."""
    text = backend.of(home).note(_NOTE)
    try:
        return [_from_json(one) for one in json.loads(text or "[]")]
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise StoreError(
            "the accepted failures cannot be read",
            where=backend.of(home).place,
            value=str(error),
            todo="take accepted.json away, or the row of cuentas.note; then accept them again",
        ) from error


def _from_json(plain: Mapping[str, Any]) -> Acceptance:
    days = {name: plain[name] and date.fromisoformat(plain[name]) for name in ("accepted", "lapsed")}
    difference = None if plain["difference"] is None else Decimal(plain["difference"])
    return Acceptance(**{**plain, **days, "difference": difference, "files": tuple(plain["files"])})


def active(home: Home) -> list[Acceptance]:
    """Return the acceptances that hold."""
    return [one for one in all_of(home) if one.lapsed is None]


def shown(rows: Iterable[Row], known: Sequence[Acceptance]) -> list[Row]:
    """Return check rows with the accepted failures told as such, with day and reason before the rest."""
    return [_shown(row, known) if row["status"] == "failed" else row for row in rows]


def _shown(row: Row, known: Sequence[Acceptance]) -> Row:
    one = next((one for one in reversed(known) if one.covers(row)), None)
    if one is None:
        return row
    told = {
        f"explanation_{language}": f"{one.words.in_(language)} {row[f'explanation_{language}']}".strip()
        for language in ("es", "en")
    }
    return {**row, **told, "status": "accepted"}


def settle(
    home: Home, failed: Sequence[Row], reason: str, found: Sequence[Partition]
) -> tuple[list[Acceptance], list[Acceptance]]:
    """Keep that these failures, and no others, are accepted; return which are new, and which lapse."""
    known, today = all_of(home), date.today()
    new = [
        Acceptance(row["check_id"], _exact(row["difference"]), today, reason, _files(row, found))
        for row in failed
        if not any(one.lapsed is None and one.covers(row) for one in known)
    ]
    gone = [one for one in known if one.lapsed is None and not any(map(one.covers, failed))]
    if new or gone:
        kept = [replace(one, lapsed=today) if one in gone else one for one in known]
        plain = [one.row() for one in (*kept, *new)]
        backend.of(home).keep_note(_NOTE, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
    return new, gone


def _exact(difference: object) -> Decimal | None:
    return None if difference is None else Decimal(str(difference))


def _files(row: Row, found: Sequence[Partition]) -> tuple[str, ...]:
    """Return the files that a check is about: those of its dataset, of its year where it has one."""
    years = (None, row["fiscal_year"])
    return tuple(
        f"{one.source_file_id} {one.provenance.sha256[:12]}"
        for one in found
        if one.dataset_id == row["dataset_id"] and (row["fiscal_year"] is None or one.fiscal_year in years)
    )
