"""*Fuentes y método*: where every figure comes from, and how it is checked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.attributes import aria
from dashboard.components.tables import plain_table
from dashboard.data import provenance
from dashboard.data.store import Record, Store
from dashboard.i18n import sources as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from loaders.model import Language, Text

REPAIRS_SHOWN = 100
REJECTS_SHOWN = 500
CHANGES_SHOWN = 200


def build(request: PageRequest) -> PageContent:
    """Return the page: datasets, files, checks, rejects, repairs, caveats, corrections, method, glossary."""
    store, language = request.store, request.language
    content = [
        html.H1(words.QUESTION.in_(language)),
        html.P(_lede(store, language), className="lede"),
        _contents(language),
        _section("datos", words.DATASETS, [_datasets(store, language)], language),
        _section("archivos", words.FILES, _about_files(store, language), language),
        _section("comprobaciones", words.CHECKS, _checks(store, language), language),
        _section("rechazos", words.REJECTS, _rejects(store, language), language),
        _section("reparaciones", words.REPAIRS, _repairs(store, language), language),
        _section("advertencias", words.CAVEATS, _caveats(store, language), language),
        _section("metodo", words.METHOD, [_list(text.in_(language) for text in words.METHODS)], language),
        _section("correcciones", words.CORRECTIONS, _corrections(store, language), language),
        _section("corregir", words.REPORT, _report(request), language),
        _section("glosario", words.GLOSSARY, [_glossary(language)], language),
    ]
    return PageContent(
        tree=request.framed(content, "sources"),
        title=words.TITLE.in_(language),
        description=words.DESCRIPTION.in_(language),
    )


SECTIONS = {
    "datos": words.DATASETS,
    "archivos": words.FILES,
    "comprobaciones": words.CHECKS,
    "rechazos": words.REJECTS,
    "reparaciones": words.REPAIRS,
    "advertencias": words.CAVEATS,
    "metodo": words.METHOD,
    "correcciones": words.CORRECTIONS,
    "corregir": words.REPORT,
    "glosario": words.GLOSSARY,
}


def _contents(language: Language) -> Component:
    links = [
        html.Li(html.A(text.in_(language), href=f"#{key}", className="chip"))
        for key, text in SECTIONS.items()
    ]
    return html.Nav(html.Ul(links, className="chips"), **aria(label=words.TITLE.in_(language)))


def _section(identifier: str, heading: Text, content: Sequence[Component], language: Language) -> Component:
    title = html.H2(heading.in_(language), id=identifier)
    return html.Section([title, *content], **aria(labelledby=identifier))


def _lede(store: Store, language: Language) -> str:
    files, counts = provenance.files(store), provenance.check_counts(store)
    sums = {name: sum(row[f"rows_{name}"] for row in files) for name in ("read", "stored", "rejected")}
    numbers = sums | {
        "files": len(files),
        "checks": sum(counts.values()),
        "passed": counts.get("passed", 0),
        "failed": counts.get("failed", 0),
        "explained": counts.get("explained", 0),
        "unknown": counts.get("not_checkable", 0),
    }
    shown = {name: formats.number(value, language) for name, value in numbers.items()}
    return ui.fill(words.LEDE, version=store.version, **shown).in_(language)


def _heads(language: Language, *names: str) -> list[str]:
    return [words.HEADS[name].in_(language) for name in names]


def _own(row: Record, name: str, language: Language) -> str:
    return str(row[f"{name}_{language}"])


def _datasets(store: Store, language: Language) -> Component:
    rows = [_dataset(row, language) for row in provenance.datasets(store)]
    heads = _heads(language, "dataset", "why", "publisher", "licence")
    return plain_table(words.DATASETS.in_(language), heads, rows)


def _dataset(row: Record, language: Language) -> list[Any]:
    title, page_address = _own(row, "title", language), row["source_page"]
    licence, address = _own(row, "licence_title", language), row["licence_url"]
    return [
        html.A(title, href=page_address) if page_address else title,
        _own(row, "description", language),
        row["publisher"],
        html.A(licence, href=address) if address else licence,
    ]


def _about_files(store: Store, language: Language) -> list[Component]:
    return [_files(store, language), *_sightings(store, language), *_left_out(store, language)]


def _files(store: Store, language: Language) -> Component:
    rows = [_file(row, language) for row in provenance.files(store)]
    heads = _heads(language, "file", "date", "read", "stored", "rejected", "origin", "hash")
    return plain_table(words.FILES.in_(language), heads, rows, frozenset({2, 3, 4}))


def _sightings(store: Store, language: Language) -> list[Component]:
    """Return what happened to sources since they were last seen; nothing where all are as they were."""
    seen = [
        f"{row['file_name']}: {_own(row, 'explanation', language)}" for row in provenance.sightings(store)
    ]
    return [html.H3(words.SIGHTINGS.in_(language)), _list(seen)] if seen else []


def _left_out(store: Store, language: Language) -> list[Component]:
    """Return the files that were left out because they could not be read; nothing where there are none."""
    left = provenance.left_out(store)
    if not left:
        return []
    told = [
        html.Li(
            [
                f"{row['file']} ({formats.date_long(date.fromisoformat(row['left_out']), language)}): ",
                html.Span(row["seen"], lang="en"),
            ]
        )
        for row in left
    ]
    help_ = html.P(words.LEFT_OUT_HELP.in_(language))
    return [html.H3(words.LEFT_OUT.in_(language)), help_, html.Ul(told)]


def _file(row: Record, language: Language) -> list[Any]:
    counts = [formats.number(row[f"rows_{part}"], language) for part in ("read", "stored", "rejected")]
    date = formats.date_long(row["obtained"], language)
    return [row["file_name"], date, *counts, _origin(row, language), _hash(row)]


def _origin(row: Record, language: Language) -> list[Any]:
    """Say from whom a file was obtained and what it is: a copy held by a third party is not the original."""
    unknown = words.UNKNOWN.in_(language)
    copy = ui.fill(words.COPY, origin=row["obtained_from"] or unknown, address=row["original_url"] or unknown)
    parts = [copy.in_(language)]
    if row["secondary"]:
        parts.insert(0, words.SECONDARY.in_(language))
    if row["counted_in"]:
        parts.insert(0, ui.fill(words.COUNTED_IN, file=row["counted_in"]).in_(language))
    if row["what"]:
        parts.append(ui.fill(words.RECORDED, what=row["what"]).in_(language))
    return [html.P(part) for part in parts]


def _hash(row: Record) -> Component:
    return html.Code(row["sha256"], className="hash")


def _checks(store: Store, language: Language) -> list[Component]:
    open_rows = [_check(row, language) for row in provenance.open_checks(store)]
    heads = _heads(language, "check", "status", "expected", "actual", "difference", "why")
    everything = html.A(words.ALL_CHECKS.in_(language), href=urls.page("reconciliation", language))
    return [
        html.P(words.CHECKS_LEDE.in_(language)),
        html.P([everything, " · ", html.A(words.CHECKS_FILE.in_(language), href=urls.checks(language))]),
        plain_table(words.CHECKS.in_(language), heads, open_rows, frozenset({2, 3, 4})),
    ]


def _check(row: Record, language: Language) -> list[Any]:
    status = row["status"]
    numbers = [_amount(row[name], language) for name in ("expected", "actual", "difference")]
    mark = "unknown" if status == "not_checkable" else status
    label = html.Span(words.STATUSES[status].in_(language), className=f"status-{mark}")
    return [_own(row, "title", language), label, *numbers, _own(row, "explanation", language)]


def _amount(value: Decimal | None, language: Language) -> str:
    return "" if value is None else formats.number(value, language, 2)


def _rejects(store: Store, language: Language) -> list[Component]:
    found = provenance.with_file_names(store, "reject", REJECTS_SHOWN)
    if not found:
        return [html.P(words.NO_REJECTS.in_(language))]
    rows = [[r["file_name"], str(r["line"]), _own(r, "reason", language), r["raw"]] for r in found]
    return [plain_table(words.REJECTS.in_(language), _heads(language, "file", "line", "reason", "raw"), rows)]


def _corrections(store: Store, language: Language) -> list[Component]:
    """Return what was corrected and what changed from version to version, or that nothing was."""
    corrected = [_correction(row, language) for row in provenance.corrections(store)]
    changed = [_change(row, language) for row in provenance.changes(store)]
    lede = html.P(words.CORRECTIONS_LEDE.in_(language))
    if not corrected and not changed:
        return [lede, html.P(words.NO_CORRECTIONS.in_(language))]
    heads = _heads(language, "figure", "before", "now", "difference", "why", "since")
    shown = (*corrected, *changed)[:CHANGES_SHOWN]
    counted = ui.fill(words.CHANGES_COUNTED, shown=len(shown), total=len(corrected) + len(changed))
    table = plain_table(words.CORRECTIONS.in_(language), heads, shown, frozenset({1, 2, 3}))
    return [lede, html.P(counted.in_(language)), table]


def _correction(row: Record, language: Language) -> list[Any]:
    """Return a declared correction; its values are exact text in the unit it names."""
    values = [row["old_value"] or "", row["new_value"], ""]
    return [f"{row['figure_id']} ({row['unit']})", *values, _own(row, "reason", language), row["wrong_until"]]


def _change(row: Record, language: Language) -> list[Any]:
    """Return a figure that is another one since a version, with as many decimals as show that it is."""
    told = [row[name] for name in ("old", "new", "difference")]
    finer = any(isinstance(one, Decimal) and one != round(one, 2) for one in told)
    values = [_text(one, language, 6 if finer else 2) for one in told]
    name = f"{row['subject']}, {row['measure']}" + (f", {row['fiscal_year']}" if row["fiscal_year"] else "")
    return [name, *values, _own(row, "reason", language), row["since_version"]]


def _text(value: object, language: Language, decimals: int) -> str:
    return formats.number(value, language, decimals) if isinstance(value, Decimal) else str(value or "")


def _repairs(store: Store, language: Language) -> list[Component]:
    found = provenance.with_file_names(store, "correction", REPAIRS_SHOWN)
    rows = [
        [row["file_name"], str(row["line"]), _own(row, "what", language), row["before"], row["after"]]
        for row in found
    ]
    total = formats.number(provenance.counted(store, "correction"), language)
    lede = ui.fill(words.REPAIRS_LEDE, shown=len(rows), total=total).in_(language)
    heads = _heads(language, "file", "line", "what", "before", "after")
    return [html.P(lede), plain_table(words.REPAIRS.in_(language), heads, rows)]


def _caveats(store: Store, language: Language) -> list[Component]:
    titles = {row["dataset_id"]: _own(row, "title", language) for row in provenance.datasets(store)}
    caveats, breaks = provenance.caveats(store), provenance.breaks(store)
    return [
        *_by_dataset(titles, {key: _texts(caveats, key, "text", language) for key in titles}),
        html.H3(words.BREAKS.in_(language)),
        html.P(html.A(words.EQUIVALENCES.in_(language), href=urls.page("equivalences", language))),
        *_by_dataset(titles, {key: _texts(breaks, key, "reason", language) for key in titles}),
    ]


def _texts(rows: Sequence[Record], dataset_id: str, name: str, language: Language) -> list[str]:
    found = (_own(row, name, language) for row in rows if row["dataset_id"] == dataset_id)
    return list(dict.fromkeys(found))


def _by_dataset(titles: Mapping[str, str], texts: Mapping[str, list[str]]) -> list[Component]:
    return [
        html.Details([html.Summary(titles[key]), _list(said)], className="more-options", open=True)
        for key, said in texts.items()
        if said
    ]


def _list(texts: Any) -> Component:
    return html.Ul([html.Li(text) for text in texts])


def _report(request: PageRequest) -> list[Component]:
    language = request.language
    parts: list[Component] = [html.P(words.REPORT_LEDE.in_(language))]
    figure = _figure_asked(request.query)
    if figure is not None:
        link = html.A(html.Code(figure), href=figure)
        parts.append(html.P([words.REPORT_FIGURE.in_(language), " ", link]))
    parts.append(html.P(ui.fill(words.REPORT_VERSION, version=request.store.version).in_(language)))
    return [*parts, _address(language)]


def _figure_asked(query: str) -> str | None:
    """Return the permalink a reader came from, only if it is an address of this site."""
    asked = parse_qs(query).get(urls.REPORTED, [""])[0]
    return asked if urls.is_own(asked) else None


def _address(language: Language) -> Component:
    contact = os.environ.get("CUENTAS_CONTACT", "")
    if not contact:
        return html.P(words.REPORT_NOBODY.in_(language))
    return html.P([words.REPORT_TO.in_(language), " ", html.Strong(contact)])


def _glossary(language: Language) -> Component:
    pairs = [
        part
        for key, term, meaning in words.TERMS
        for part in (html.Dt(term.in_(language), id=f"termino-{key}"), html.Dd(meaning.in_(language)))
    ]
    return html.Dl(pairs, className="glossary")


PAGE = Page("sources", "/fuentes", words.TITLE, build, frozenset({urls.REPORTED}))
