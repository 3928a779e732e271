"""What was odd in a file of contracts, counted; and the records that were not stored.

Codes that a guard of a file's quality may look for. Rejects: `cut_short` (the last record, in the middle of
which the file ends), `broken_record`, `unreadable`, `bad_amount`, `no_year`, `same_contract`,
`test_currency`. Of the file (line 1): `no_date_column` (a column by which years are assigned is gone),
`no_currency_column`, `decimal_comma`, `month_first`, `answered`, `encoding`, `encoded_twice`,
`garbled_letters`. Cells left empty, by column and value: `bad_date`, `future_date`, `unread_amount`.
`no_currency` counts amounts in no sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from loaders.clean import visible
from loaders.contracts.privacy import scrub
from loaders.model import Correction, Reject, Text

if TYPE_CHECKING:
    import polars as pl

_MOST = 40
_LONGEST = 80
# What stands for all the values of a column that are not shown one by one.
_OTHERS = "…"

REASONS = {
    "broken_record": Text(
        "Comillas rotas o registro cortado: no tiene los campos de su archivo, ni una sola reparación.",
        "Broken quotes or a record cut short: not the number of fields of its file, and no single repair.",
    ),
    "cut_short": Text(
        "El último registro está cortado: el archivo termina a la mitad de él, así que puede faltarle más.",
        "The last record is cut short: the file ends in the middle of it, so more of it may be missing.",
    ),
    "unreadable": Text("Bytes que no son UTF-8 ni cp1252.", "Bytes neither UTF-8 nor cp1252."),
    "bad_amount": Text("El importe no se puede leer.", "The amount cannot be read."),
    "test_currency": Text(
        "Registro de prueba de la plataforma (moneda TEST).", "Test record of the platform (currency TEST)."
    ),
    "same_contract": Text(
        "El mismo contrato, con el mismo código y contenido, ya está antes en el archivo.",
        "The same contract, with the same code and content, stands earlier in the file.",
    ),
    "no_year": Text("Ninguna fecha dice el año.", "No date tells the year."),
}
FOUND = {
    "encoding": Text(
        "El archivo no es UTF-8: se leyó como cp1252.", "The file is not UTF-8: it was read as cp1252."
    ),
    "no_header": Text(
        "El archivo no trae encabezado: las columnas se conocen por su número y contenido.",
        "The file has no header: its columns are known by their number and content.",
    ),
    "blank_header": Text(
        "La primera columna no tiene nombre: es el orden de gobierno.",
        "The first column has no name: it is the order of government.",
    ),
    "broken_quotes": Text(
        "Comillas rotas o campos vacíos de más: el registro volvió a su número de campos.",
        "Broken quotes or extra empty fields: the record has its number of fields again.",
    ),
    "extra_columns": Text(
        "Columnas agregadas por quien publicó la copia: no se leen.",
        "Columns added by who published the copy: not read.",
    ),
    "counted_in_other_file": Text(
        "Contratos que también trae otro archivo: cuentan una sola vez, en el que se nombra.",
        "Contracts that another file has too: counted once, in the one that is named.",
    ),
    "alike_row": Text(
        "Filas sin código de contrato que dicen lo mismo que otra: pueden ser el mismo contrato dos veces. "
        "Entran todas. Cuántas repiten, y su monto.",
        "Rows without a contract code that say the same as another: they may be one contract twice. All of "
        "them enter sums. How many repeat, and their amount.",
    ),
    "several_processes": Text(
        "Contratos con el mismo código, proveedor, fecha y monto que otro de otro proceso (ocid): pueden ser "
        "uno dos veces. Entran todos. Cuántos, y su monto.",
        "Contracts with the code, supplier, date and amount of one in another process (ocid): they may be "
        "one twice. All of them enter sums. How many, and their amount.",
    ),
    "superseded_row": Text(
        "Filas de un contrato que otra fila modificó: no entran en sumas. Cuántas, y su monto.",
        "Rows of a contract that another row amended: they enter no sum. How many, and their amount.",
    ),
    "shared_row": Text(
        "Filas con el mismo código y monto de un contrato, y otro proveedor: el monto entra una vez. Cuántas "
        "no entran, y su monto.",
        "Rows with the code and amount of a contract, and another supplier: the amount enters sums once. How "
        "many do not, and their amount.",
    ),
    "part_row": Text(
        "Filas con un código que se repite y otro monto, título o procedimiento: entran todas. Cuántas "
        "repiten, y su monto.",
        "Rows with a code that repeats and another amount, title or procedure: all of them enter sums. How "
        "many repeat, and their amount.",
    ),
    "bad_date": Text("Fecha imposible: se guarda vacía", "Impossible date: stored as empty"),
    "no_date_column": Text(
        "El archivo no trae una columna de fecha que su formato tiene, y con la que se asigna el año.",
        "The file lacks a column of dates that its format has, by which the year is assigned.",
    ),
    "no_currency": Text(
        "Importe sin moneda publicada: se guarda como se publicó y no entra en las sumas",
        "Amount without a published currency: kept as published, and not in sums",
    ),
    "no_currency_column": Text(
        "El archivo no trae columna de moneda: sus importes se toman como pesos.",
        "The file has no column of currencies: its amounts are taken for pesos.",
    ),
    "future_date": Text(
        "Fecha posterior a lo que el archivo puede saber: se guarda vacía",
        "Date after what the file can know of: stored as empty",
    ),
    "unread_amount": Text(
        "Importe que no se puede leer: se guarda vacío", "Amount that cannot be read: stored as empty"
    ),
    "decimal_comma": Text(
        "El archivo escribe los decimales con coma y los miles con punto, según todas sus celdas.",
        "The file marks decimals with a comma and thousands with a point, by all of its cells.",
    ),
    "month_first": Text(
        "El archivo escribe el mes antes del día, según todas sus celdas.",
        "The file writes the month before the day, by all of its cells.",
    ),
    "answered": Text(
        "Lo que las celdas no deciden lo dijo quien cargó el archivo.",
        "What the cells do not decide was said by who loaded the file.",
    ),
    "rounded_amount": Text("Más de dos decimales: se redondeó", "More than two decimals: rounded"),
    "unknown_word": Text(
        "Valor que el vocabulario no conoce: sin clasificar", "Value that the vocabulary does not know"
    ),
    "unknown_ramo": Text("Ramo sin identidad declarada en ese año", "Ramo without identity in that year"),
    "unknown_program": Text("Clave de programa que no se reconoce", "Programme key that is not recognised"),
}  # fmt: skip


class Sum(NamedTuple):
    """The first record with a finding, how many there are, and what their amounts add up to."""

    line: int
    times: int
    total: Decimal


@dataclass
class Ledger:
    """Findings by code, column and value, with the first record and how many; rejects one by one."""

    rejects: list[Reject] = field(default_factory=list)
    repairs: list[Correction] = field(default_factory=list)
    found: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)

    def reject(self, line: int, code: str, raw: str) -> None:
        """Write down a record that is not stored; `raw` must hold nothing that may not be kept."""
        self.rejects.append(Reject(line, code, REASONS[code], _shown(raw)))

    def cut_short(self, last: int) -> None:
        """Say of the last record of a file that ends without a line end, if it is broken, that it is cut."""
        for place, one in enumerate(self.rejects):
            if one.line == last and one.code == "broken_record":
                self.rejects[place] = replace(one, code="cut_short", reason=REASONS["cut_short"])

    def repair(self, line: int, code: str, before: str, after: str) -> None:
        """Write down what was done to one record, or to the file (line 1)."""
        self.repairs.append(Correction(line, code, FOUND[code], _shown(before), _shown(after)))

    def count(self, code: str, column: str, odd: pl.DataFrame) -> None:
        """Count odd values of a column; `odd` has them as `value`, with their `source_row`."""
        import polars as pl

        if odd.is_empty():
            return
        counted = odd.group_by("value", maintain_order=True).agg(pl.len(), pl.col("source_row").min())
        for value, times, line in counted.iter_rows():
            known = self.found.setdefault((code, column, _shown(str(value))[:_LONGEST]), [line, 0])
            known[1] += times

    def add_up(self, code: str, line: int, values: pl.Series) -> None:
        """Count records with a finding, and add up their amounts; `line` is the first of them."""
        known = self.sums.get(code, Sum(line, 0, Decimal(0)))
        total = known.total + sum(values, Decimal(0))
        self.sums[code] = Sum(min(line, known.line), known.times + len(values), total)

    def corrections(self) -> tuple[Correction, ...]:
        """Return repairs and findings by line; of many values of one column, the most frequent ones
        and how many times there were others.
        """
        told = sorted(self.found.items(), key=lambda one: (one[0][:2], -one[1][1], one[0][2]))
        shown: dict[tuple[str, str], int] = {}
        made = [*self.repairs, *(_added_up(code, one) for code, one in self.sums.items())]
        rest: dict[tuple[str, str], int] = {}
        for (code, column, value), (line, times) in told:
            shown[code, column] = shown.get((code, column), 0) + 1
            if shown[code, column] <= _MOST:
                made.append(_finding(code, column, value, line, times))
            else:
                rest[code, column] = rest.get((code, column), 0) + times
        made += [_finding(*key, _OTHERS, 1, times) for key, times in rest.items()]
        return tuple(sorted(made, key=lambda one: (one.line, one.code, one.before)))


def _shown(text: str) -> str:
    """Return what may be kept of a text: nothing private, and no character that a store cannot keep."""
    return visible(scrub(text))


def _added_up(code: str, found: Sum) -> Correction:
    what = FOUND[code]
    told = Text(
        f"{what.es}. {found.times} contratos, que suman {found.total:,.2f}.",
        f"{what.en}. {found.times} contracts, {found.total:,.2f} in all.",
    )
    return Correction(found.line, code, told, str(found.times), "", times=found.times)


def _finding(code: str, column: str, value: str, line: int, times: int) -> Correction:
    what = FOUND[code]
    told = Text(f"{what.es}. Columna {column}, {times} veces.", f"{what.en}. Column {column}, {times} times.")
    return Correction(line, code, told, value, "", column, times)
