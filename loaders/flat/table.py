"""Whole records placed in columns: fast where they fit, one by one where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.errors import BadValue
from loaders.flat import exact
from loaders.flat.ahead import ahead
from loaders.flat.chunks import NotUtf8, Part
from loaders.flat.shape import Shape
from loaders.model import Correction, Reject, Text

if TYPE_CHECKING:
    import polars as pl

_SMALL, _MANY = 256, 1000
_WHOSE = ("ramo", "unit")
_REPLACED = "\ufffd".encode()
_BROKEN = Text(
    "Comillas rotas o campos fuera de su columna, sin una sola reparación posible.",
    "Broken quotes or fields out of their column, with no single repair.",
)
_REASONS = {
    "unreadable": (
        "unreadable",
        Text("Bytes que no son UTF-8 ni cp1252.", "Bytes neither UTF-8 nor cp1252."),
    ),
    "unnamed": (
        "unnamed_column",
        Text("Hay datos en una columna sin nombre.", "There are data in a column without a name."),
    ),
    "year": (
        "other_year",
        Text("El ejercicio fiscal no es el del archivo.", "The fiscal year is not that of the file."),
    ),
}
_BAD_AMOUNT = Text("Un monto que no se puede leer como pesos.", "An amount that cannot be read as pesos.")
_MENDED = Text(
    "Comillas rotas: los campos unidos se separaron y el monto volvió a su columna.",
    "Broken quotes: the joined fields were split and the amount went back to its column.",
)
_UNSAID = Text(
    "La fuente no dice este dato: escribe un código que no existe y deja vacío su nombre. Se guarda como no "
    "reportado, con todos sus montos.",
    "The source does not report this: it writes a code that does not exist and leaves its name empty. It is "
    "kept as not reported, with all its amounts.",
)
_BLANK = Text("Registros vacíos de relleno, que no se guardan.", "Empty filler records, which are not kept.")


@dataclass
class Placer:
    """Places parts in columns and keeps count: records read, rejects, corrections, empty records."""

    shape: Shape
    separator: str
    row: int = 0
    read: int = 0
    blanks: list[int] = field(default_factory=lambda: [0, 0])
    rejects: list[Reject] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    unsaid: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def place(self, parts: Iterable[Part]) -> Iterator[pl.DataFrame]:
        """Yield the records of all parts that are kept, in order, with `source_row` and `repaired`."""
        for piece, raw in ahead(one for part in parts for one in self._pieces(part)):
            yield self._placed(piece, raw)

    def finish(self) -> None:
        """Write down how many empty records were left out, and how many codes the source does not report."""
        for (name, words), (first, count) in self.unsaid.items():
            told = f"{self.shape.head.generation.unsaid[name]} × {count} ({words})"
            self.corrections.append(Correction(first, f"{name}_not_reported", _UNSAID, told, ""))
        first, count = self.blanks
        if count:
            self.corrections.append(Correction(first, "blank_records", _BLANK, str(count), ""))

    def _pieces(self, part: Part) -> Iterator[tuple[Part, pl.DataFrame]]:
        """Yield parts with their columns, halved until the records that do not parse are few."""
        raw = self._fast(part) if part.clean else None
        if raw is not None:
            yield part, raw
        elif part.records <= _SMALL or not part.clean:
            yield part, self._slow(part)
        else:
            middle = part.records // 2
            cut = int(part.ends[middle - 1])
            yield from self._pieces(Part(part.data[:cut], part.ends[:middle], True))
            yield from self._pieces(Part(part.data[cut:], part.ends[middle:] - cut, True))

    def _fast(self, part: Part) -> pl.DataFrame | None:
        """Return the columns of clean records; None when some have more or fewer cells than the header."""
        import polars as pl

        try:
            raw = pl.read_csv(part.data, has_header=False, schema=self._schema, separator=self.separator)
        except pl.exceptions.SchemaError:
            return None
        except pl.exceptions.ComputeError as error:
            if "utf-8" in str(error):
                raise NotUtf8 from None
            return None
        return self._named(raw) if len(raw) == part.records and self._all_there(raw, part) else None

    def _all_there(self, raw: pl.DataFrame, part: Part) -> bool:
        """Require records whose last cell is empty to have all their separators: polars fills short ones."""
        import numpy as np

        last = raw.to_series(-1)
        doubtful = [_record(part, int(place)) for place in last.is_null().arg_true()]
        told = b"".join(one for one in doubtful if one.strip(b' \r\n",;|\t'))
        records = sum(bool(one.strip(b' \r\n",;|\t')) for one in doubtful)
        cells = np.frombuffer(told, np.uint8)
        inside = np.bitwise_xor.accumulate(cells == 0x22)
        separators = int(np.count_nonzero((cells == ord(self.separator)) & ~inside)) if records else 0
        return separators == records * (self.shape.head.width - 1)

    def _slow(self, part: Part) -> pl.DataFrame:
        """Return the columns of records read one by one; one that is no record gets empty cells."""
        width = self.shape.head.width
        rows = [exact.cells(_record(part, place), self.separator) for place in range(part.records)]
        return self._of_cells([row if row and len(row) == width else [""] * width for row in rows])

    def _of_cells(self, rows: Sequence[Sequence[str]]) -> pl.DataFrame:
        import polars as pl

        return self._named(pl.DataFrame(list(rows), schema=self._schema, orient="row"))

    @cached_property
    def _schema(self) -> dict[str, pl.DataType]:
        """Texts that come again and again are numbered as they are read; amounts hardly ever do."""
        import polars as pl

        money = self.shape.head.money
        return {
            f"c{place}": pl.String() if name is None or name in money else pl.Categorical()
            for place, name in enumerate(self.shape.head.fields)
        }

    def _named(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Return the columns by their fields, and whether the unnamed ones are all empty."""
        import polars as pl

        fields = self.shape.head.fields
        named = [pl.col(f"c{place}").alias(name) for place, name in enumerate(fields) if name is not None]
        odd = [pl.col(f"c{place}") for place, name in enumerate(fields) if name is None]
        empty = [(one.is_null() | (one.str.strip_chars() == "")) for one in odd]
        return raw.select(*named, *([pl.all_horizontal(empty).alias("unnamed")] if odd else []))

    def _placed(self, part: Part, raw: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        raw = raw.with_row_index("source_row", self.row + 1).with_columns(repaired=False)
        self._learn_year(raw)
        unreadable = _REPLACED[:1] in part.data and _REPLACED in part.data
        if not unreadable and self.shape.is_clean(raw):
            self.row, self.read = self.row + part.records, self.read + part.records
            return self.shape.as_it_stands(raw)
        tidy = self.shape.tidy(raw)
        good = tidy.select(self.shape.fit(unreadable).fill_null(False)).to_series()
        base, self.row = self.row, self.row + part.records
        self.read += part.records
        if not good.all():
            mended = self._mended(part, [int(place) for place in (~good).arg_true()], base)
            tidy = pl.concat([tidy.filter(good), *mended]).sort("source_row")
        return self._counted(tidy)

    def _counted(self, tidy: pl.DataFrame) -> pl.DataFrame:
        """Count the codes that the source does not report, by whose they are, and drop their marks."""
        import polars as pl

        for name in self.shape.unsaid:
            marked = (
                tidy.filter(pl.col(f"{name}__unsaid"))
                .group_by(*_WHOSE)
                .agg(pl.col("source_row").min(), pl.len())
            )
            for ramo, unit, first, count in marked.sort("source_row").iter_rows():
                seen = self.unsaid.setdefault((name, f"ramo {ramo}, UR {unit}"), [first, 0])
                seen[1] += count
        return tidy.drop(f"{name}__unsaid" for name in self.shape.unsaid)

    def _learn_year(self, raw: pl.DataFrame) -> None:
        """The fiscal year of a file is the one that most of its first records have."""
        import polars as pl

        if self.shape.year is None and "year" in raw.columns:
            years = raw["year"].cast(pl.String()).str.strip_chars()
            found = years.filter(years.str.contains(r"^\d{4}$"))
            if len(found):
                self.shape = replace(self.shape, year=str(found.mode().sort()[0]))

    def _mended(self, part: Part, places: Sequence[int], base: int) -> Iterator[pl.DataFrame]:
        """Yield the records that one repair makes fit; reject the others, leave out the empty ones."""
        rows: list[tuple[int, list[str]]] = []
        for place in places:
            cells = self._mend(_record(part, place), base + place + 1)
            if cells is not None:
                rows.append((base + place + 1, cells))
        self._require_most_read()
        if rows:
            yield self._tidy_mended(rows)

    def _mend(self, record: bytes, line: int) -> list[str] | None:
        """Return the cells of a record that did not fit at first, or None after writing down why not."""
        if not record.strip(b' \r\n",;|\t'):
            self._left_out(line)
            return None
        width, separator = self.shape.head.width, self.separator
        before = exact.cells(record, separator)
        if before and self.shape.fits(before):
            return before
        found = exact.mended(record, self.shape.fits, width, separator)
        if found is None:
            self._reject(line, before, record)
            return None
        words = "|".join(before) if before else record.decode("utf-8", errors="replace").strip("\r\n")
        self.corrections.append(Correction(line, "broken_quotes", _MENDED, words, "|".join(found)))
        return found

    def _left_out(self, line: int) -> None:
        first, count = self.blanks
        self.blanks = [first or line, count + 1]
        self.read -= 1

    def _reject(self, line: int, cells: Sequence[str] | None, record: bytes) -> None:
        raw = ",".join(cells) if cells else record.decode("utf-8", errors="replace").strip("\r\n")
        code, reason = self._reason(cells)
        self.rejects.append(Reject(line, code, reason, raw))

    def _reason(self, cells: Sequence[str] | None) -> tuple[str, Text]:
        if cells is None or len(cells) != self.shape.head.width:
            return "broken_record", _BROKEN
        fault = self.shape.fault(cells)
        if fault in self.shape.head.money:
            return "bad_amount", _BAD_AMOUNT
        return _REASONS.get(fault, ("broken_record", _BROKEN))

    def _require_most_read(self) -> None:
        """A file of which most records do not fit is another kind of file: stop, with the first of them."""
        if len(self.rejects) > _MANY and len(self.rejects) * 2 > self.read:
            raise BadValue(
                "most records do not have their codes where the header says",
                value=self.rejects[0].raw[:200],
                todo="look at the file; extend the patterns of loaders/headers.toml if it is right",
            )

    def _tidy_mended(self, rows: Sequence[tuple[int, list[str]]]) -> pl.DataFrame:
        import polars as pl

        lines = [line for line, _ in rows]
        mended = {one.line for one in self.corrections if one.code == "broken_quotes"}
        frame = self._of_cells([cells for _, cells in rows])
        index = pl.Series("source_row", lines, pl.get_index_type())
        flags = pl.Series("repaired", [line in mended for line in lines], pl.Boolean())
        return self.shape.tidy(frame.insert_column(0, index).with_columns(flags))


def _record(part: Part, place: int) -> bytes:
    """Return the bytes of one record of a part."""
    return part.data[int(part.ends[place - 1]) if place else 0 : int(part.ends[place])]
