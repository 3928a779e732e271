"""*Equivalencias*: which agencies and programmes are the same over the years, and which only share a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.attributes import aria
from dashboard.components.tables import plain_table
from dashboard.data.equivalences import program_links, renamed_agencies
from dashboard.data.store import Record, Store
from dashboard.i18n import equivalences as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from loaders.model import Language, Text


def build(request: PageRequest) -> PageContent:
    """Return the page: agencies with their names over the years, and a table for each kind of link."""
    store, language = request.store, request.language
    links = program_links(store)
    content = [
        html.H1(words.QUESTION.in_(language)),
        html.P(_lede(links, language), className="lede"),
        html.P(words.HOW.in_(language)),
        _section("ramos", words.AGENCIES, _agencies(store, language), language),
        *(
            _section(kind, words.KINDS[kind], [_links(store, kind, links, language)], language)
            for kind in _held(links)
        ),
        html.P(html.A(words.TO_SOURCES.in_(language), href=urls.page("sources", language))),
    ]
    return PageContent(
        tree=request.framed(content, "sources"),
        title=words.TITLE.in_(language),
        description=words.DESCRIPTION.in_(language),
    )


def _held(links: Mapping[str, Sequence[Record]]) -> list[str]:
    return [kind for kind in words.KINDS if links.get(kind)]


def _lede(links: Mapping[str, Sequence[Record]], language: Language) -> str:
    every = [row for rows in links.values() for row in rows]
    counts = {
        "declared": sum(row["declared"] for row in every),
        "undeclared": sum(not row["declared"] for row in every),
        "broken": sum(row["breaks"] for row in every),
    }
    shown = {name: formats.number(count, language) for name, count in counts.items()}
    return ui.fill(words.LEDE, **shown).in_(language)


def _section(identifier: str, heading: Text, content: Sequence[Component], language: Language) -> Component:
    title = html.H2(heading.in_(language), id=identifier)
    return html.Section([title, *content], **aria(labelledby=identifier))


def _heads(language: Language, *names: str) -> list[str]:
    return [words.HEADS[name].in_(language) for name in names]


def _agencies(store: Store, language: Language) -> list[Component]:
    rows = [
        [_agency(store, key, language), html.Ul([html.Li(f"{years}: {name}") for years, name in names])]
        for key, names in renamed_agencies(store).items()
    ]
    if not rows:
        return [html.P(words.NONE.in_(language))]
    return [plain_table(words.AGENCIES.in_(language), _heads(language, "agency", "names"), rows)]


def _agency(store: Store, key: str, language: Language) -> str:
    agency = store.facts.agencies[key]
    return f"{agency.ramo_code} {agency.name.in_(language)}"


def _links(store: Store, kind: str, links: Mapping[str, Sequence[Record]], language: Language) -> Component:
    rows = [_link(store, row, language) for row in links[kind]]
    heads = _heads(language, "programme", "before", "after", "why", "where")
    return plain_table(words.KINDS[kind].in_(language), heads, rows)


def _link(store: Store, row: Record, language: Language) -> list[object]:
    before, after = (_programme(store, row[f"{end}_id"], language) for end in ("before", "after"))
    return [
        after if before == after else html.Ul([html.Li(before), html.Li(after)]),
        ui.fill(words.UNTIL, year=row["before_year"], name=row["before_name"]).in_(language),
        ui.fill(words.SINCE, year=row["after_year"], name=row["after_name"]).in_(language),
        row[f"reason_{language}"],
        html.Ul([html.Li(text) for text in _places(row, language)]),
    ]


def _programme(store: Store, key: str, language: Language) -> str:
    """Return a programme's code and agency, as in `S072, Educación Pública`."""
    agency, _, code = key.partition(".")
    return f"{code}, {store.facts.agencies[agency].name.in_(language)}"


def _places(row: Record, language: Language) -> list[str]:
    return [
        ui.fill(words.ROW, file=row[f"{end}_file"], row=row[f"{end}_row"]).in_(language)
        for end in ("before", "after")
        if row[f"{end}_file"]
    ]


PAGE = Page("equivalences", "/fuentes/equivalencias", words.TITLE, build, frozenset())
