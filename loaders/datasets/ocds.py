"""Contracts published in the Open Contracting Data Standard (OCDS), by any publisher, in any of its files.

A record of this source is a release, or a compiled release; `loaders/ocds` says what is kept of it and how
the versions of a process become contracts when a store is built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from loaders.errors import BadValue
from loaders.flat.spool import Spool
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Correction, Dataset, FilePattern, RawFile, Reading, Reject, Text
from loaders.ocds import plain
from loaders.ocds.keep import Keeper, contract_pesos
from loaders.ocds.rows import process_id
from loaders.ocds.stream import Item, items, looks_like_ocds
from loaders.ocds.vocabulary import publisher

if TYPE_CHECKING:
    import polars as pl

_TABLE = "ocds_release"
_BATCH = 5_000
_LONGEST = 2_000

_REASONS = {
    "not_an_object": Text("No es un objeto JSON.", "Not a JSON object."),
    "repeated_key": Text(
        "Una clave aparece dos veces en el mismo objeto: no se sabe cuál vale.",
        "A key stands twice in one object: which one holds is not known.",
    ),
    "no_ocid": Text(
        "Sin ocid: no se sabe de qué proceso es.", "Without ocid: which process it belongs to is not known."
    ),
    "linked_release": Text(
        "El registro solo enlaza su entrega y no trae una versión compilada: la entrega está en la dirección "
        "que se muestra. No se descarga; descargue ese archivo y cárguelo.",
        "The record only links its release and has no compiled one: the release is at the address shown. It "
        "is not fetched; download that file and load it.",
    ),
    "no_date": Text(
        "Sin fecha legible: no se sabe en qué orden se combina con las demás versiones.",
        "Without a readable date: the order in which it merges with the other versions is not known.",
    ),
    "same_release": Text(
        "La misma entrega, con el mismo contenido, ya está antes en el archivo.",
        "The same release, with the same content, stands earlier in the file.",
    ),
}
_DIFFERENT = Text(
    "La misma entrega está antes en el archivo con otro contenido: se combinan en el orden del archivo.",
    "The same release stands earlier in the file with other content: they are merged in the file's order.",
)
_STRANGER = Text(
    "Publicador sin declarar: su orden de gobierno y entidad quedan sin clasificar.",
    "A publisher that is not declared: its order of government and state stay unclassified.",
)


class _Reader:
    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._keeper = Keeper()
        self._seen: dict[tuple[str, ...], str] = {}
        self._strangers: set[str] = set()
        self.rejects: list[Reject] = []
        self.corrections: list[Correction] = []

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each release that is stored; the others are rejected with their reason."""
        for item in items(self._raw):
            code = _fault(item)
            row = None if code else self._row(item)
            if row is None:
                self._reject(item, code or "same_release")
            else:
                yield row

    def _reject(self, item: Item, code: str) -> None:
        raw = " ".join((_shown(item), *item.repeated)).strip()
        self.rejects.append(Reject(item.position, code, _REASONS[code], raw))

    def _row(self, item: Item) -> dict[str, Any] | None:
        """Return the row of a release; None for one that was there before."""
        release: dict[str, Any] = item.value  # type: ignore[assignment]
        ocid, release_id = str(plain.text(release["ocid"])), plain.text(release.get("id"))
        name = _publisher_name(release, item)
        kept = self._keeper.keep(release, item.position)
        body = json.dumps(kept.body, ensure_ascii=False, separators=(",", ":"))
        identity = process_id(ocid, name)
        released = str(plain.instant(release.get("date")))
        if self._is_known(item, (identity, release_id or "", released, item.kind), body):
            return None
        self._meet(item, ocid, name)
        self.corrections += kept.corrections
        return {
            "process_id": identity,
            "ocid": ocid,
            "release_id": release_id,
            "released_at": released,
            "release_kind": item.kind,
            "release_tags": _tags(release.get("tag")),
            "publisher": name,
            "amount_mxn": contract_pesos(kept.body.get("contracts", [])),
            "release_body": body,
            "source_row": item.position,
        }

    def _is_known(self, item: Item, key: tuple[str, ...], body: str) -> bool:
        before = self._seen.setdefault(key, body)
        if before is not body and before != body:
            self.corrections.append(Correction(item.position, "same_release_differs", _DIFFERENT, key[1], ""))
        return before is not body and before == body

    def _meet(self, item: Item, ocid: str, name: str | None) -> None:
        told = name or ocid
        if publisher(ocid, name) is None and told not in self._strangers:
            self._strangers.add(told)
            self.corrections.append(Correction(item.position, "unknown_publisher", _STRANGER, told, ""))


def _tags(given: object) -> str:
    """Return the tags of a release, which some publishers write as one text."""
    listed = given if isinstance(given, list) else [given]
    return ", ".join(tag for tag in map(plain.text, listed) if tag)


def _shown(item: Item) -> str:
    """Return what tells a release to whoever looks for it: its ocid, or the address where it is to be had."""
    if not isinstance(item.value, dict):
        return ""
    if item.kind == "linked":
        return plain.text(_address(str(item.value.get("url"))[:_LONGEST])) or ""
    return plain.text(item.value.get("ocid")) or ""


def _address(given: str) -> str:
    """Return an address without what may be a key: all before its host and after its path."""
    try:
        found = urlsplit(given)
    except ValueError:
        return ""
    return f"{found.scheme}://{found.hostname}{found.path}" if found.hostname else found.path


def _fault(item: Item) -> str | None:
    release = item.value
    if not isinstance(release, dict):
        return "not_an_object"
    tests = {
        "linked_release": item.kind == "linked",
        "repeated_key": item.repeated,
        "no_ocid": not plain.text(release.get("ocid")),
        "no_date": not plain.instant(release.get("date")),
    }
    return next((code for code, wrong in tests.items() if wrong), None)


def _publisher_name(release: dict[str, Any], item: Item) -> str | None:
    given = (
        plain.inner(release, "publisher"),
        plain.inner(release, "packageInfo", "publisher"),
        item.publisher,
    )
    return next((name for one in given if (name := plain.text(one.get("name")))), None)


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(rows, schema_overrides={"amount_mxn": pl.Decimal(18, 2)}, infer_schema_length=None)


def _nothing(raw: RawFile, rejects: Sequence[Reject]) -> BadValue:
    """Return why nothing of a file could be read: the first reason, with what was seen there."""
    if not rejects:
        return BadValue("no release in the file", where=raw.name, todo="look at the file")
    first = rejects[0]
    return BadValue(
        f"no release could be read, {len(rejects)} rejected; the first: {first.reason.en}",
        where=f"{raw.name}, release {first.line}",
        value=first.raw,
        todo="look at the file; `cuentas load` reads it again",
    )


def _read(raw: RawFile) -> Reading:
    reader, spool, waiting, stored = _Reader(raw), Spool(raw.scratch), [], 0
    for row in reader.rows():
        waiting.append(row)
        stored += 1
        if len(waiting) == _BATCH:
            spool.add(_frame(waiting))
            waiting = []
    if waiting:
        spool.add(_frame(waiting))
    if not stored:
        raise _nothing(raw, reader.rejects)
    rest = (stored + len(reader.rejects), tuple(reader.rejects), tuple(reader.corrections))
    few = spool.few()
    return (
        Reading({}, *rest, {_TABLE: spool.pieces()}, spool) if few is None else Reading({_TABLE: few}, *rest)
    )


DATASET = Dataset(
    id="ocds",
    title=Text("Contrataciones abiertas (OCDS)", "Open contracting (OCDS)"),
    description=Text(
        "Contratos, adjudicaciones y procedimientos en el Estándar de Datos para las Contrataciones "
        "Abiertas: "
        "Administración Pública Federal (con el gasto por programa), GACM, Ciudad de México y los estados "
        "de la "
        "Plataforma Digital Nacional.",
        "Contracts, awards and procedures in the Open Contracting Data Standard: the federal "
        "administration (with "
        "spending by programme), GACM, Mexico City, and states of the Plataforma Digital Nacional.",
    ),
    publisher="Cada institución publica las suyas; ver el archivo",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:.*/)?ocds-[0-9a-z]{6}-[^/]*\.json"),),
    recognise=looks_like_ocds,
    tables=(_TABLE,),
    counted=(_TABLE,),
    read=_read,
    caveats=(
        Caveat(
            "merged_releases",
            Text(
                "Un proceso se publica en varias entregas, también en archivos distintos: se combinan con la "
                "biblioteca del estándar (ocdsmerge), por fecha en tiempo universal. Un contrato cuenta "
                "una vez.",
                "A process is published in several releases, also in different files: they are merged with "
                "the "
                "standard's own library (ocdsmerge), by date in universal time. A contract counts once.",
            ),
        ),
        Caveat(
            "only_contracts",
            Text(
                "Solo cuenta como contrato lo que la entrega llama contrato; una adjudicación sin contrato "
                "queda "
                "en su procedimiento y se cuenta aparte.",
                "Only what a release calls a contract counts as one; an award without a contract stays "
                "with its "
                "procedure and is counted apart.",
            ),
        ),
        Caveat(
            "tax_differs",
            Text(
                "Cada publicador decide si el monto lleva IVA: el federal lo publica con impuestos, GACM "
                "sin ellos; "
                "los demás no lo dicen en todos sus registros.",
                "Each publisher decides whether the amount has VAT: the federal one publishes it with "
                "taxes, GACM "
                "without; the others do not say so in all of their records.",
            ),
        ),
        Caveat(
            "limited_is_no_method",
            Text(
                "El código «limited» del estándar puede ser adjudicación directa o invitación: sin más "
                "palabras "
                "del publicador queda en «otro».",
                "The standard's code “limited” may be a direct award or an invitation: without more words "
                "from the "
                "publisher it stays in “other”.",
            ),
        ),
        Caveat(
            "approved_is_shared",
            Text(
                "Lo aprobado que trae un registro federal es de toda la unidad, programa y partida, no del "
                "contrato: "
                "se repite entre registros y no se suma.",
                "The approved amount in a federal record belongs to the whole unit, programme and object, "
                "not to the "
                "contract: it repeats over records and must not be added up.",
            ),
        ),
        Caveat(
            "dates_as_written",
            Text(
                "Los días son los que están escritos, sin cambiar de huso horario. La publicación y la "
                "apertura son "
                "inicio y fin del plazo de licitación (tenderPeriod).",
                "Days are as written, without a change of time zone. Publication and opening are the start "
                "and end "
                "of the tender period (tenderPeriod).",
            ),
        ),
    ),
)
