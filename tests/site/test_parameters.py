"""Every page and file with parameters that are ignored, unknown, or of a value that nobody knows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from dashboard.api.file_parameters import FOLDER, KNOWN
from dashboard.data.parameters import known_only, refused_value, unknown_names, without_ignored
from dashboard.data.selection import PARAMETERS
from dashboard.pages.registry import families, pages
from dashboard.views.registry import BY_SLUG, CONTRACT_VIEWS
from loaders.states import STATES

TRACKED = "utm_source=boletin&fbclid=abc&gclid=x&utm_medium=correo"
STRANGE = "Zz-no-existe"
# Whatever is written there is looked for, not chosen from a list; or chosen from tens of thousands.
FREE = {"q", "monto-min", "monto-max", "pagina", "dentro", "proveedor", "unidad", "sobre", "filas"}
ENDINGS = ("csv", "json")


def addresses() -> list[str]:
    return [path for page in pages() for path in (page, f"/en{page}")]


def files() -> list[str]:
    return [f"{FOLDER}{name}.{ending}" for name in KNOWN for ending in ENDINGS]


def text_of(client: FlaskClient, address: str) -> str:
    return unescape(client.get(address).get_data(as_text=True))


def test_every_page_and_every_file_says_which_parameters_it_knows(app: Flask) -> None:
    assert [page.path for page in pages().values() if page.parameters is None] == []
    assert [family.start for family in families().values() if family.parameters is None] == []
    named = [rule.rule.split(FOLDER)[1] for rule in app.url_map.iter_rules() if FOLDER in rule.rule]
    assert {name.partition(".")[0] for name in named} - {"<name>"} <= set(KNOWN)


@pytest.mark.parametrize("path", addresses())
def test_a_page_is_the_same_however_readers_came(client: FlaskClient, path: str) -> None:
    plain, tracked = (client.get(address) for address in (path, f"{path}?{TRACKED}"))
    assert tracked.status_code == plain.status_code == 200
    assert tracked.get_data() == plain.get_data()


@pytest.mark.parametrize("path", addresses())
def test_a_page_tells_an_unknown_parameter_and_no_address_keeps_it(client: FlaskClient, path: str) -> None:
    text = text_of(client, f"{path}?ejercisio={STRANGE}")
    assert "«ejercisio»" in text or "“ejercisio”" in text
    names = sorted(pages()[path.removeprefix("/en") or "/"].parameters or ())
    listed = re.search(r"(?:Se aceptan|Accepted): ([^.]+)\.", text)
    assert sorted(listed[1].split(", ") if listed else []) == names
    assert not re.search(r'(?:href|action|src)="[^"]*ejercisio', text)


@pytest.mark.parametrize("file", files())
def test_a_file_ignores_where_readers_came_from_and_refuses_the_rest(client: FlaskClient, file: str) -> None:
    plain, tracked = (client.get(address) for address in (file, f"{file}?{TRACKED}"))
    assert tracked.status_code == plain.status_code
    refused = client.get(f"{file}?ejercisio=2020")
    assert refused.status_code == 404
    told = refused.get_data(as_text=True)
    assert "«ejercisio»" in told
    slug = file.removeprefix(FOLDER).partition(".")[0]
    assert all(name in told for name in KNOWN[slug])


@pytest.mark.parametrize(
    ("slug", "name"),
    [(slug, name) for slug, names in KNOWN.items() for name in sorted(names - FREE) if name != "vista"],
)
def test_a_file_refuses_every_value_that_nobody_knows(client: FlaskClient, slug: str, name: str) -> None:
    refused = client.get(f"{FOLDER}{slug}.json?{name}={STRANGE}")
    told = refused.get_data(as_text=True)
    assert refused.status_code == 404
    assert f"«{name}» vale «{STRANGE}»" in told
    assert "Se aceptan: " in told
    assert "…" not in told


@pytest.mark.parametrize("path", addresses())
def test_a_page_tells_every_value_that_nobody_knows(client: FlaskClient, path: str) -> None:
    names = pages()[path.removeprefix("/en") or "/"].parameters or frozenset()
    for name in sorted(names - FREE):
        text = text_of(client, f"{path}?{name}={STRANGE}")
        assert f"«{name}» vale «{STRANGE}»" in text or f"“{name}” is “{STRANGE}”" in text, name


@pytest.mark.parametrize("address", ["/buscar?", "/contratos?", "/descargas/contratos.csv?"])
def test_all_states_are_told_the_nearest_first(client: FlaskClient, address: str) -> None:
    text = text_of(client, f"{address}entidad=oaxac")
    assert "«20»" in text
    listed = re.search(r"Se aceptan: ([^.]+)\.", text)
    assert listed
    told = listed[1].split(", ")
    assert told[0] == "20 (Oaxaca)"
    assert {f"{state.state_id} ({state.name})" for state in STATES} <= set(told)


@pytest.mark.parametrize("path", [*addresses(), *files()])
def test_bytes_that_are_no_text_are_a_wrong_value(client: FlaskClient, path: str) -> None:
    for raw in ("\xff", "\xed\xa0\xbd", "%FF"):
        asked = {"PATH_INFO": path, "QUERY_STRING": f"ejercicio={raw}"}
        assert client.get(environ_overrides=asked).status_code == (404 if FOLDER in path else 200)


def test_letters_that_nobody_escaped_are_the_same_letters(client: FlaskClient) -> None:
    asked = {"PATH_INFO": "/buscar", "QUERY_STRING": "q=niñez".encode().decode("latin-1")}
    assert client.get(environ_overrides=asked).get_data() == client.get("/buscar?q=ni%C3%B1ez").get_data()


@pytest.mark.parametrize("slug", [slug for slug, names in KNOWN.items() if slug != "contratos"])
def test_csv_for_excel_is_the_same_after_its_mark(client: FlaskClient, slug: str) -> None:
    plain, marked = (client.get(f"{FOLDER}{slug}.csv{query}") for query in ("", "?bom=1"))
    assert not plain.get_data().startswith(codecs.BOM_UTF8)
    told = codecs.BOM_UTF8 + plain.get_data() if plain.status_code == 200 else plain.get_data()
    assert marked.get_data() == told
    assert client.get(f"{FOLDER}{slug}.csv?bom=si").status_code == 404
    assert client.get(f"{FOLDER}{slug}.json?bom=1").status_code == 404


@pytest.mark.parametrize("slug", [*BY_SLUG, *CONTRACT_VIEWS])
def test_every_view_is_a_workbook_with_the_rows_of_its_csv(client: FlaskClient, slug: str) -> None:
    answer = client.get(f"{FOLDER}{slug}.xlsx")
    lines = list(csv.reader(io.StringIO(client.get(f"{FOLDER}{slug}.csv").get_data(as_text=True))))
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == lines[0]
    assert len(rows) == len(lines)
    for row, line in zip(rows[1:], lines[1:], strict=True):
        for cell, text in zip(row, line, strict=True):
            assert cell == text or float(str(cell)) == pytest.approx(float(text))
    note = "\n".join(str(row[0]) for row in book.get_sheet_by_index(1).to_python())
    for name in ("title: ", "units: ", "sources: ", "store_version: ", "permalink: "):
        assert name in note


def test_what_is_ignored_leaves_the_rest_as_it_was_sent() -> None:
    assert without_ignored("a=1&utm_x=2&b=%C3%B1&gclid=3") == "a=1&b=%C3%B1"
    assert without_ignored("%75tm_source=x") == ""
    assert known_only("a=1&c=2&a=3", {"a"}) == "a=1&a=3"
    assert unknown_names("vista=serie&utm_x=1", PARAMETERS) == ()


def test_the_nearest_of_numbers_is_the_closest_and_of_words_the_most_alike() -> None:
    assert refused_value("ejercicio", "2030", ["2013", "2023"]).accepted == "2023, 2013"
    assert refused_value("ramos", "saludd", ["marina", "salud"]).nearest == "salud"
    assert refused_value("ramos", "9%&", ["marina", "salud"]).nearest == ""


@pytest.mark.parametrize("path", ["/fuentes/conciliacion", "/presupuesto", "/contratos"])
def test_the_first_csv_that_readers_are_offered_opens_with_accents(client: FlaskClient, path: str) -> None:
    offered = re.findall(r'href="(/descargas/[^"]*\.csv[^"]*)"', text_of(client, path))
    assert offered[0].endswith("bom=1")
    assert client.get(offered[0]).get_data().startswith(codecs.BOM_UTF8)
