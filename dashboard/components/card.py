"""The chart card: title, chart, sentence, notes, table, source and downloads of one Result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.charts import draw
from dashboard.charts.model import Chart, StateMap
from dashboard.charts.sheet import DAGGER, NARROW, WIDE, Caption
from dashboard.charts.states import meant
from dashboard.components import tables
from dashboard.components.attributes import aria, data
from dashboard.components.shown import Shown
from dashboard.data.convert import SHARES
from dashboard.data.facts import Facts
from dashboard.data.reconciliation import ChecksAsked
from dashboard.data.result import Result, SourceRef, in_one
from dashboard.data.selection import Selection
from dashboard.i18n import ui
from dashboard.views.model import View
from dashboard.views.summary import summary
from loaders.model import Language, Text

GRAPH_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True)
class Answer(Shown):
    """A view's answer to a selection of *Presupuesto*."""

    view: View
    selection: Selection
    facts: Facts

    @property
    def slug(self) -> str:
        """The view's slug."""
        return self.view.slug

    @property
    def chart(self) -> Chart:
        """What is drawn."""
        return self.view.chart(self.selection, self.result)

    @property
    def title(self) -> str:
        """What the chart shows, in words."""
        return self.view.title(self.selection, self.facts).in_(self.language)

    @property
    def subtitle(self) -> str:
        """Measure, prices and scope in one line."""
        selection, prices = self.selection, self.result.prices.in_(self.language)
        measure = ui.MEASURES[selection.measure].in_(self.language)
        told = prices[:1].upper() + prices[1:] if selection.measure in SHARES else f"{measure}, {prices}"
        return f"{told}. {self.result.scope.in_(self.language)}."

    @property
    def chosen(self) -> tuple[str, ...]:
        """Row keys to draw in the accent; where only chosen rows are shown, none stands out."""
        return () if self.selection.by == "agency" else self.selection.agencies

    @property
    def permalink(self) -> str:
        """The address of *Presupuesto* with the selection."""
        return urls.budget(self.selection, self.language)

    @property
    def start(self) -> str:
        """The view as it is before anything is chosen."""
        return urls.budget(urls.view(self.selection, self.slug), self.language)

    @property
    def held(self) -> str:
        """The table of what is available."""
        return urls.page("budget", self.language, fragment="disponible")

    @property
    def checks(self) -> str:
        """The checks of the figures shown: of their year, where they are of one."""
        of_one_year = "year" not in self.view.ground.ignores
        asked = ChecksAsked(year=self.selection.year if of_one_year else None)
        return urls.reconciliation(asked, self.language)

    @property
    def file_name(self) -> str:
        """View, breakdown, year and store version."""
        selection = self.selection
        version = self.result.store_version
        return f"cuentas-abiertas_{selection.view}_{selection.by}_{selection.year}_{version}"

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        """The files of the datasets that the figures come from."""
        used = {source.dataset_id for source in self.result.sources}
        return [dict(file) for file in self.facts.files if file["dataset_id"] in used]

    def download(self, ending: str) -> str:
        """The address of what the selection shows as a file."""
        return urls.download(self.selection, self.language, ending)

    def figure(self) -> list[Component]:
        """The interactive chart, which needs its static drawing; a map comes with its tiles."""
        return _figure(self)


def answer(view: View, selection: Selection, store: Any, language: Language) -> Answer:
    """Ask a view's question."""
    return Answer(view.ask(store, selection, language), language, view, selection, store.facts)


def graph_id(view: View) -> str:
    """Return the id of a view's Graph."""
    return f"{view.slug}-graph"


@dataclass(frozen=True)
class Drawings(Mapping[str, str]):
    """The static drawing of a card's Graph, by its id; drawn when asked for, as only documents do."""

    shown: Answer

    def __getitem__(self, identifier: str) -> str:
        if identifier != graph_id(self.shown.view):
            raise KeyError(identifier)
        sizes = (("chart-wide", WIDE), ("chart-narrow", NARROW))
        return "".join(_drawing(self.shown, name, width) for name, width in sizes)

    def __iter__(self) -> Iterator[str]:
        return iter((graph_id(self.shown.view),))

    def __len__(self) -> int:
        return 1


def drawings(shown: Answer) -> Mapping[str, str]:
    """Return the static drawing of a card's Graph: a wide and a narrow SVG, of which CSS shows one."""
    return Drawings(shown)


def _drawing(shown: Answer, name: str, width: int) -> str:
    svg = draw.svg(shown.chart, shown.result, shown.language, shown.chosen, width)
    return f'<div class="{name}">{svg}</div>'


def card(
    shown: Shown, *, before: Sequence[Component] = (), rows: int | None = tables.FIRST_ROWS
) -> Component:
    """Return the card of an answer; `before` stands above the chart, `rows` limits the table."""
    heading = f"{shown.slug}-title"
    return html.Section(
        [
            html.H2(shown.title, id=heading, className="card-title"),
            html.P(shown.subtitle, className="card-subtitle"),
            *(_withheld(shown) if shown.result.withheld else _content(shown, before, rows)),
            _receipt(shown),
        ],
        className="card",
        **aria(labelledby=heading),
    )


def _content(shown: Shown, before: Sequence[Component], rows: int | None) -> list[Component]:
    return [
        *_told(shown),
        *before,
        *(shown.figure() if shown.result.rows else [empty(shown)]),
        *_notes(shown),
        *(_table(shown, rows) if shown.result.rows else []),
    ]


def _withheld(shown: Shown) -> list[Component]:
    """Say why nothing is shown, where sentence, drawing and table would stand."""
    told = [html.P(sentence) for sentence in summary(shown.chart, shown.result, shown.language)]
    return [html.Div(told, className="notice notice-warning")]


def _told(shown: Shown) -> list[Component]:
    sentences = summary(shown.chart, shown.result, shown.language, shown.chosen)
    return [html.P(" ".join(sentences), className="sentence")] if sentences else []


def _figure(shown: Answer) -> list[Component]:
    drawn = draw.figure(shown.chart, shown.result, shown.language, shown.chosen)
    # A responsive graph is as high as it is told; the static drawing needs no height.
    height = {"height": f"{drawn['layout']['height']:.0f}px"}
    config = graph_config(shown.language)
    graph = dcc.Graph(id=graph_id(shown.view), figure=drawn, config=config, responsive=True, style=height)
    return [html.Div(graph, className="chart", **data(wait=shown.say(ui.LOADING))), *_tiles(shown)]


def _tiles(shown: Answer) -> list[Component]:
    """Return the alternative to a map, in which small states are as large as the others."""
    if not isinstance(shown.chart, StateMap):
        return []
    source = shown.download("tiles.svg")
    told = f"{shown.say(ui.TILES)}. {shown.title}. {shown.say(ui.IN_TABLE)}"
    image = html.Img(src=source, alt=told, className="tiles", width="720", height="560")
    return [html.Details([html.Summary(shown.say(ui.TILES)), image], className="more-options")]


def graph_config(language: Language) -> Any:
    """Return plotly's settings: no tool bar, the reader's number format."""
    return {**GRAPH_CONFIG, "locale": "es-MX" if language == "es" else "en"}


def empty(shown: Shown) -> Component:
    """Return what stands where a chart would, when no row answers: why, and where to go."""
    links = [
        html.A(shown.say(ui.START_AGAIN), href=shown.start),
        html.A(shown.say(ui.WHAT_IS_HELD), href=shown.held),
    ]
    return html.Div(
        [
            html.P(html.Strong(shown.say(ui.EMPTY))),
            html.P(shown.say(ui.EMPTY_WHY)),
            html.P([links[0], " · ", links[1]]),
        ],
        className="notice notice-warning",
    )


def _notes(shown: Shown) -> list[Component]:
    groups = (
        (ui.WARNINGS, _warnings(shown.result)),
        (ui.NOTES, shown.result.notes),
        (ui.MISSING, shown.result.missing),
        (ui.BREAKS, tuple(item.reason for item in shown.result.breaks)),
    )
    return [part for heading, texts in groups if texts for part in _note_list(shown, heading, texts)]


def _warnings(result: Result) -> tuple[Text, ...]:
    """Return the warnings: of single rows behind the mark that their figures carry, then of all."""
    marked = in_one(warning for warning in result.warnings if warning.keys)
    whole = in_one(warning for warning in result.warnings if not warning.keys)
    return (*(Text(f"{DAGGER} {text.es}", f"{DAGGER} {text.en}") for text in marked), *whole)


def _note_list(shown: Shown, heading: Text, texts: Sequence[Text]) -> list[Component]:
    unique = list(dict.fromkeys(texts))
    return [
        html.H3(shown.say(heading), className="card-notes-title"),
        html.Ul([html.Li(text.in_(shown.language)) for text in unique], className="card-notes"),
    ]


def _table(shown: Shown, rows: int | None) -> list[Component]:
    caption = shown.say(ui.TABLE_OF, title=shown.title)
    table = tables.data_table(shown.result, shown.language, caption, rows, shown.link)
    return [table, *_states(shown, rows), _counted(shown, rows)]


def _states(shown: Shown, rows: int | None) -> list[Component]:
    """Return what the words in cells without a number mean, for those that the table has."""
    arranged = tables.wide(shown.result)
    told = meant(arranged.rows[:rows], [column.name for column in arranged.measures], shown.language)
    return [html.P(" ".join(told), className="rows-shown")] if told else []


def _counted(shown: Shown, rows: int | None) -> Component:
    """Say how many rows there are, and lead to all of them where some are left out."""
    total = len(tables.wide(shown.result).rows)
    held = formats.number(total, shown.language)
    if rows is None or total <= rows:
        return html.P(shown.say(ui.ROWS_HELD, total=held), className="rows-shown")
    counted = shown.say(ui.ROWS_SHOWN, shown=formats.number(rows, shown.language), total=held)
    link = html.A(shown.say(ui.ALL_ROWS), href=shown.every_row)
    return html.P([counted, " ", link], className="rows-shown")


def _receipt(shown: Shown) -> Component:
    """Return where the figures come from, how to take them along, and how to question them."""
    language = shown.language
    rows = formats.number(len(shown.result.rows), language)
    actions = [
        html.A(shown.say(ui.DOWNLOAD_EXCEL_CSV, rows=rows), href=urls.for_excel(shown.download("csv"))),
        html.A(shown.say(ui.DOWNLOAD_XLSX), href=shown.download("xlsx")),
        html.A(shown.say(ui.DOWNLOAD_CSV), href=shown.download("csv")),
        html.A(shown.say(ui.DOWNLOAD_SVG), href=shown.download("svg")),
        html.A(shown.say(ui.DOWNLOAD_JSON), href=shown.download("json")),
        html.A(shown.say(ui.PERMALINK), href=shown.permalink),
        html.A(shown.say(ui.ERROR_SEEN), href=urls.report(shown.permalink, language)),
    ]
    method = html.A(shown.say(ui.METHOD), href=urls.page("sources", language))
    checks = [" · ", html.A(shown.say(ui.CHECKS_OF_THESE), href=shown.checks)] if shown.checks else []
    told: list[Any] = [origin(shown), " ", method, *checks]
    return html.Footer(
        [
            html.P(told, className="receipt"),
            html.Ul([html.Li(action) for action in actions], className="card-actions"),
        ]
    )


def origin(shown: Shown) -> str:
    """Return where the figures come from, and the version of the data."""
    sources = "; ".join(_source(shown, source) for source in shown.result.sources)
    version = shown.say(ui.VERSION, version=shown.result.store_version)
    return f"{shown.say(ui.SOURCE, sources=sources)} {version}"


def caption(shown: Shown) -> Caption:
    """Return what an image of an answer says of itself once it is away from its page."""
    return Caption(shown.title, shown.subtitle, f"{shown.say(ui.BRAND)}. {origin(shown)}")


def _source(shown: Shown, source: SourceRef) -> str:
    title, publisher = source.title.in_(shown.language), source.publisher
    if source.obtained is None:
        return shown.say(ui.OBTAINED_UNKNOWN, title=title, publisher=publisher)
    date = formats.date_long(source.obtained, shown.language)
    return shown.say(ui.OBTAINED, title=title, publisher=publisher, date=date)
