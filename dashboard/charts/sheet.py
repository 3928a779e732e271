"""What a chart is drawn on: the sheet (declaration, Result, language, chosen keys, width) and the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, NamedTuple, TypeVar
from zlib import crc32

from dashboard import theme
from dashboard.charts import markup
from dashboard.charts.lettering import text_width, wrapped
from dashboard.charts.measures import Measure, amount, measure, name_of
from dashboard.charts.states import PATTERNS, meaning, states_of
from dashboard.data.result import Result, Row, State, in_one
from loaders.model import Language, Text

SIZE: Final = 13
SMALL: Final = 12
TITLE: Final = 17
WIDE: Final = 720
NARROW: Final = 340
FIGURE_WIDTHS: Final = (320, 660)  # what a phone of 360 pixels leaves, and a sheet of paper
SWATCH: Final = 20  # the box of a state in a legend
VALUES_SHOWN: Final = 15
BOLD: Final = 1.14  # how much wider bold letters are

Figure = dict[str, Any]  # a plotly figure: JSON, whose values have no common type
C = TypeVar("C")

_EMPTY: Final = Text("No hay datos para esta selección.", "There are no data for this selection.")
_SHOWN: Final = Text(
    "Se dibujan {drawn} de {all} filas; la tabla las trae todas.",
    "{drawn} of {all} rows are drawn; the table has them all.",
)


@dataclass(frozen=True)
class Sheet(Generic[C]):
    """One drawing: `width` is the pixel width it is designed for; below 480 the narrow design is used."""

    chart: C
    result: Result
    language: Language
    chosen: frozenset[str] = frozenset()
    width: int = WIDE

    @property
    def narrow(self) -> bool:
        """Whether labels go above their marks rather than beside them."""
        return self.width < 480

    def say(self, text: Text) -> str:
        """Return `text` in the sheet's language."""
        return text.in_(self.language)

    def label(self, column: str) -> str:
        """Return the label of a column."""
        return self.say(self.result.column(column).label)

    def mark(self, row: Row, *columns: str) -> str:
        """Return what is put behind the name or figure of a row that has a warning; else nothing."""
        cells = (self.result.warnings_at(row, self.result.column(name)) for name in columns)
        return f" {DAGGER}" if any(cells) else ""

    def named(self, row: Row, label: str, *columns: str) -> str:
        """Return the name of a row, marked where one of its figures in `columns` has a warning."""
        return name_of(row, label) + self.mark(row, *columns)

    def warned(self, row: Row, *columns: str) -> str:
        """Return the warnings of a row's cells in words, for a pointer or a screen reader; else nothing."""
        cells = (self.result.warnings_at(row, self.result.column(name)) for name in columns)
        texts = dict.fromkeys(self.say(warning.text) for warnings in cells for warning in warnings)
        return "".join(f" {DAGGER} {text}" for text in texts)

    def measure(self, *columns: str) -> Measure:
        """Return how numbers of `columns` are written, in one scale."""
        return measure(self.result, self.language, *columns)

    def fill(self, state: State) -> str:
        """Return what fills a shape that stands for a cell without a number."""
        return f"url(#{self.hatch}{PATTERNS[state][0]})"

    @cached_property
    def hatch(self) -> str:
        """The id of this sheet's hatch: unlike that of other sheets, because a page carries several."""
        rows = self.result.rows
        told_by = (self.chart, sorted(self.chosen), self.width, self.language, len(rows), rows[:1], rows[-1:])
        return f"h{crc32(repr(told_by).encode(errors='replace')):08x}"


@dataclass(frozen=True)
class Body:
    """The inside of an SVG and its height in pixels."""

    content: str
    height: float


@dataclass(frozen=True)
class Kind(Generic[C]):
    """A chart type: its declaration, what it is called, and the three pure functions that draw it."""

    chart: type[C]
    name: Text
    figure: Callable[[Sheet[C]], Figure]
    body: Callable[[Sheet[C]], Body]
    sentence: Callable[[Sheet[C]], str]
    widths: tuple[int, ...] = FIGURE_WIDTHS  # what its figure is laid out for, in pixels, narrowest first


def limited(rows: tuple[Row, ...], key: str, limit: int, chosen: frozenset[str]) -> list[Row]:
    """Return the first `limit` rows, and after them the chosen rows that come later."""
    later = [row for row in rows[limit:] if name_of(row, key) in chosen]
    return [*rows[:limit], *later]


def colours(keys: list[str], chosen: frozenset[str]) -> list[str]:
    """Return each key's colour: the accent for chosen keys and grey for the rest; petrol if none is drawn."""
    if not chosen.intersection(keys):
        return [theme.MAIN] * len(keys)
    return [theme.CHOSEN if key in chosen else theme.CONTEXT for key in keys]


def known(rows: list[Row], column: str) -> list[Row]:
    """Return the rows with a number in `column`."""
    return [row for row in rows if amount(row, column) is not None]


def names_width(sheet: Sheet[Any], names: list[str]) -> float:
    """Return the width of the column of names: as wide as the longest, up to a third of the drawing."""
    size = SIZE * BOLD if sheet.chosen else SIZE
    return min(sheet.width * 0.34, max(text_width(name, size) for name in names) + 4)


def frame(sheet: Sheet[C], body: Body, title: str, description: str) -> str:
    """Return the whole SVG: accessible name and description, hatch, ground and body."""
    name, about = f"{sheet.hatch}-t", f"{sheet.hatch}-d"
    return markup.element(
        "svg",
        markup.element("title", markup.written(title), id=name),
        markup.element("desc", markup.written(description), id=about),
        markup.element("defs", _patterns(sheet, body)),
        body.content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {sheet.width} {markup.coordinate(body.height)}",
        width="100%",
        role="img",
        aria_labelledby=name,
        aria_describedby=about,
        font_family=theme.FONT,
        font_size=SIZE,
        fill=theme.INK,
    )


def _patterns(sheet: Sheet[Any], body: Body) -> str:
    """Return the definitions of the patterns that are drawn, and of that which also marks breaks."""
    known = ((f"{sheet.hatch}{suffix}", suffix, path) for suffix, path in PATTERNS.values())
    drawn = ((name, path) for name, suffix, path in known if not suffix or f"url(#{name})" in body.content)
    return "".join(markup.pattern(name, path, theme.HATCH) for name, path in drawn)


@dataclass(frozen=True)
class Legend:
    """A note that says what the box of a state means."""

    state: State
    text: str


Note = str | Legend


@dataclass(frozen=True)
class Caption:
    """What an image says of itself, so that it can stand alone: title, scope, and where it is from."""

    title: str
    subtitle: str
    source: str


def captioned(sheet: Sheet[C], body: Body, caption: Caption) -> Body:
    """Return the body on paper, between its title and scope above and its source below."""
    room = sheet.width - 4
    title = list(wrapped(caption.title, room / BOLD, TITLE, 6))
    scope, source = (list(wrapped(text, room, SMALL, 8)) for text in (caption.subtitle, caption.source))
    above = 22 * len(title) + 16 * len(scope) + 14
    below = above + body.height + 20
    height = below + 16 * len(source)
    return Body(
        markup.rect(0, 0, sheet.width, height, fill=theme.PAPER)
        + markup.lines(title, 0, TITLE, 22, font_size=TITLE, font_weight="bold")
        + markup.lines(scope, 0, 22 * len(title) + SMALL, 16, font_size=SMALL, fill=theme.MUTED)
        + markup.element("g", body.content, transform=f"translate(0,{above})")
        + markup.lines(source, 0, below, 16, font_size=SMALL, fill=theme.MUTED),
        height,
    )


def empty(sheet: Sheet[C], notes: Sequence[Note] = ()) -> Body:
    """Return the body that says there is nothing to draw, and below it why."""
    text = markup.words(sheet.say(_EMPTY), sheet.width / 2, 64, text_anchor="middle", fill=theme.MUTED)
    return with_notes(sheet, text, 120, notes)


def withheld(sheet: Sheet[C], why: Text) -> Body:
    """Return the body that says why nothing is drawn, in full, over the hatch that stands for no bar."""
    lines = list(wrapped(sheet.say(why), sheet.width - 40, SIZE, 20))
    height = 18 * len(lines) + 36
    ground = markup.rect(
        0.5, 0.5, sheet.width - 1, height - 1, fill=f"url(#{sheet.hatch})", stroke=theme.HATCH
    )
    paper = markup.rect(10, 10, sheet.width - 20, height - 20, fill=theme.PAPER)
    return Body(ground + paper + markup.lines(lines, 20, 32, 18), height + 8)


def caption(text: str, y: float = 14) -> str:
    """Return the unit above the drawing."""
    capital = text[:1].upper() + text[1:]
    return markup.words(capital, 0, y, font_size=SMALL, fill=theme.MUTED) if text else ""


def shown_note(sheet: Sheet[C], drawn: int) -> list[Note]:
    """Return the note that says how many rows are drawn, if not all are."""
    whole = len(sheet.result.rows)
    return [sheet.say(_SHOWN).format(drawn=drawn, all=whole)] if drawn < whole else []


# What marks a figure that has a warning; the warning itself stands below the drawing, behind the same mark.
DAGGER: Final = "†"
_OF_ALL: Final = Text("Advertencia. {text}", "Warning. {text}")


def warning_notes(sheet: Sheet[Any], rows: Iterable[Row], *columns: str) -> list[Note]:
    """Return the warnings of what is drawn: those of single figures behind their mark, then those of all."""
    drawn = [sheet.result.column(name) for name in columns]
    cells = (sheet.result.warnings_at(row, column) for row in rows for column in drawn)
    marked = dict.fromkeys(warning for warnings in cells for warning in warnings)
    whole = [warning for warning in sheet.result.warnings if not warning.keys]
    told: list[Note] = [f"{DAGGER} {sheet.say(text)}" for text in in_one(marked)]
    return told + [sheet.say(_OF_ALL).format(text=sheet.say(text)) for text in in_one(whole)]


def state_notes(sheet: Sheet[C], rows: Iterable[Row], *columns: str) -> list[Note]:
    """Return the legend of the states of cells without a number, for those that are drawn."""
    return [Legend(state, meaning(state, sheet.language)) for state in states_of(rows, *columns)]


def with_notes(sheet: Sheet[C], content: str, height: float, notes: Sequence[Note]) -> Body:
    """Return the body with its notes wrapped below it, each state's box before its words."""
    lines = list(noted(notes, sheet.width - 4))
    below = "".join(_noted(sheet, line, height + 16 * at) for at, line in enumerate(lines, 1))
    return Body(content + below, height + 16 * len(lines) + (8 if lines else 0))


class Line(NamedTuple):
    """One line below a drawing: its words, how far they are moved in, and the state whose box begins it."""

    text: str
    indent: int
    state: State | None


def noted(notes: Iterable[Note], width: float) -> Iterator[Line]:
    """Yield the lines of notes, broken to fit `width` pixels."""
    for note in notes:
        state, text = (note.state, note.text) if isinstance(note, Legend) else (None, note)
        indent = SWATCH + 6 if state else 0
        for at, line in enumerate(wrapped(text, width - indent, SMALL, 20)):
            yield Line(line, indent, None if at else state)


def _noted(sheet: Sheet[C], line: Line, y: float) -> str:
    words = markup.words(line.text, line.indent, y, font_size=SMALL, fill=theme.MUTED)
    if line.state is None:
        return words
    box = markup.rect(0, y - 10, SWATCH, 12, fill=sheet.fill(line.state), stroke=theme.HATCH)
    return box + words
