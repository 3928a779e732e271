"""Approved federal budget (*Presupuesto de Egresos de la Federación*), one record for each budget key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from loaders import audit, clean, read
from loaders.agencies import by_ramo
from loaders.datasets.approved_budget_checks import CHECKS
from loaders.errors import MissingColumn, SourceChanged
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Correction, Dataset, FilePattern, RawFile, Reading, Reject, Text

if TYPE_CHECKING:
    import polars as pl

_HEADER = (
    "CICLO", "ID_RAMO", "DESC_RAMO", "ID_UR", "DESC_UR", "GPO_FUNCIONAL", "DESC_GPO_FUNCIONAL", "ID_FUNCION",
    "DESC_FUNCION", "ID_SUBFUNCION", "DESC_SUBFUNCION", "ID_AI", "DESC_AI", "ID_MODALIDAD", "DESC_MODALIDAD",
    "ID_PP", "DESC_PP", "ID_CAPITULO", "DESC_CAPITULO", "ID_CONCEPTO", "DESC_CONCEPTO", "ID_PARTIDA_GENERICA",
    "DESC_PARTIDA_GENERICA", "ID_PARTIDA_ESPECIFICA", "DESC_PARTIDA_ESPECIFICA", "ID_TIPOGASTO",
    "DESC_TIPOGASTO", "ID_FF", "DESC_FF", "ID_ENTIDAD_FEDERATIVA", "ENTIDAD_FEDERATIVA", "ID_CLAVE_CARTERA",
)  # fmt: skip
_AMOUNT = re.compile(r"MONTO_(APROBADO|PEF_\d{4})")
_CODES = {
    "CICLO": re.compile(r"\d{4}"),
    "ID_RAMO": re.compile(r"\d{1,2}"),
    "ID_MODALIDAD": re.compile(r"[A-Z]"),
    "ID_PP": re.compile(r"\d{1,3}"),
    "ID_CAPITULO": re.compile(r"\d000"),
    "ID_CONCEPTO": re.compile(r"\d\d00"),
    "ID_PARTIDA_ESPECIFICA": re.compile(r"\d{5}"),
    "ID_ENTIDAD_FEDERATIVA": re.compile(r"\d{1,2}"),
}
# dimension: (identifier, official code, official name, dimension above, identifier above)
_DIMENSIONS = {
    "unit": ("unit_id", "ID_UR", "DESC_UR", "agency", "agency_id"),
    "functional_group": ("functional_group_id", "GPO_FUNCIONAL", "DESC_GPO_FUNCIONAL", None, None),
    "function": ("function_id", "ID_FUNCION", "DESC_FUNCION", "functional_group", "functional_group_id"),
    "subfunction": ("subfunction_id", "ID_SUBFUNCION", "DESC_SUBFUNCION", "function", "function_id"),
    "activity": ("activity_id", "ID_AI", "DESC_AI", "agency", "agency_id"),
    "modality": ("modality_id", "ID_MODALIDAD", "DESC_MODALIDAD", None, None),
    "program": ("program_id", "program_code", "DESC_PP", "agency", "agency_id"),
    "chapter": ("chapter_id", "ID_CAPITULO", "DESC_CAPITULO", None, None),
    "concept": ("concept_id", "ID_CONCEPTO", "DESC_CONCEPTO", "chapter", "chapter_id"),
    "generic_object": (
        "generic_object_id", "ID_PARTIDA_GENERICA", "DESC_PARTIDA_GENERICA", "concept", "concept_id",
    ),
    "specific_object": (
        "specific_object_id", "ID_PARTIDA_ESPECIFICA", "DESC_PARTIDA_ESPECIFICA", "generic_object",
        "generic_object_id",
    ),
    "expense_type": ("expense_type_id", "ID_TIPOGASTO", "DESC_TIPOGASTO", None, None),
    "funding_source": ("funding_source_id", "ID_FF", "DESC_FF", None, None),
    "state": ("state_id", "ID_ENTIDAD_FEDERATIVA", "ENTIDAD_FEDERATIVA", None, None),
}  # fmt: skip

_REPAIRED = Text(
    "Comillas rotas: los campos unidos se separaron y el monto volvió a su columna.",
    "Broken quotes: the joined fields were split and the amount went back to its column.",
)
_BROKEN = Text(
    "Comillas rotas que no admiten una sola reparación.", "Broken quotes that allow no single repair."
)


def _read(raw: RawFile) -> Reading:
    text, _encoding = read.decode(read.content(raw))
    header, records = read.csv_records(text)
    amount = _amount_column(header, raw.name)
    audit.header(header, (*_HEADER, amount), where=raw.name)
    kept, corrections, rejects = mend(header, records)
    _require_known_repairs(raw, corrections)
    tables = _tables(_frame(header, kept, {c.line for c in corrections}), amount)
    return Reading(tables, len(records), tuple(rejects), tuple(corrections))


def _amount_column(header: Sequence[str], where: str) -> str:
    """Return the one amount column; its name carries the year in some files."""
    found = [name for name in header if _AMOUNT.fullmatch(name)]
    if len(found) != 1:
        raise MissingColumn("no single amount column", where=where, value=found, todo="find its new name")
    return found[0]


def mend(
    header: Sequence[str], records: Sequence[list[str]]
) -> tuple[list[tuple[int, list[str]]], list[Correction], list[Reject]]:
    """Repair records with broken quotes from the right, and quarantine those that cannot be.

    Gives (record number, record) of all that are kept, the corrections, and the rejects.
    """
    fits = _fitter(header)
    kept: list[tuple[int, list[str]]] = []
    corrections: list[Correction] = []
    rejects: list[Reject] = []
    for line, record in enumerate(records, 1):
        if fits(record):
            kept.append((line, record))
            continue
        repaired = read.unswallow(record, len(header))
        if repaired is None or not fits(repaired):
            rejects.append(Reject(line, "broken_record", _BROKEN, ",".join(record)))
            continue
        kept.append((line, repaired))
        corrections.append(Correction(line, "broken_quotes", _REPAIRED, "|".join(record), "|".join(repaired)))
    return kept, corrections, rejects


def _fitter(header: Sequence[str]) -> Callable[[Sequence[str]], bool]:
    """Return the test of whether a record has the right width and its codes where they belong."""
    places = [(header.index(name), pattern) for name, pattern in _CODES.items()]
    width = len(header)

    def fits(record: Sequence[str]) -> bool:
        return len(record) == width and all(pattern.fullmatch(record[place]) for place, pattern in places)

    return fits


def _require_known_repairs(raw: RawFile, corrections: Sequence[Correction]) -> None:
    """The records repaired must be the ones on the dated list: a republished file is to be looked at."""
    text = files("loaders.datasets").joinpath("approved_budget_repairs.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text).get(str(raw.fiscal_year), {"record": []})["record"]
    expected = [(item["record"], Decimal(item["amount"])) for item in listed]
    found = [(item.line, clean.amount(item.after.rsplit("|", 1)[1])) for item in corrections]
    if found != expected:
        raise SourceChanged(
            "the broken records are not those of the dated list",
            where=raw.name,
            value=found,
            todo="read the new file and update loaders/datasets/approved_budget_repairs.toml",
        )


def _frame(header: Sequence[str], kept: Sequence[tuple[int, list[str]]], repaired: set[int]) -> pl.DataFrame:
    """Return all texts as columns, names cleaned, with the record number and the repair flag."""
    import polars as pl

    lines, records = zip(*kept, strict=True)
    columns = dict(zip(header, zip(*records, strict=True), strict=True))
    frame = pl.DataFrame({name: pl.Series(name, cells, pl.String()) for name, cells in columns.items()})
    tidy = [clean.mapped(frame[name], clean.words, pl.String()).alias(name) for name in frame.columns]
    flags = [line in repaired for line in lines]
    return pl.DataFrame(tidy).with_columns(
        pl.Series("source_row", lines, pl.Int32()), pl.Series("repaired", flags, pl.Boolean())
    )


def _tables(frame: pl.DataFrame, amount: str) -> dict[str, pl.DataFrame]:
    identified = _identify(frame, amount)
    lines = identified.select(
        "fiscal_year", *(parts[0] for parts in _DIMENSIONS.values()), "agency_id", "portfolio_key",
        "approved_mxn", "repaired", "source_row",
    )  # fmt: skip
    return {"budget_line": lines, "member": _members(identified), "agency_name": _agency_names(identified)}


def _identify(frame: pl.DataFrame, amount: str) -> pl.DataFrame:
    """Add the stable identifiers of every dimension, and the amount in pesos."""
    import polars as pl

    text, col = pl.String(), pl.col
    year = int(frame["CICLO"][0])
    agency = clean.mapped(frame["ID_RAMO"], lambda code: by_ramo(code, year).agency_id, text)
    state = clean.mapped(frame["ID_ENTIDAD_FEDERATIVA"], clean.state_id, text)
    money = clean.mapped(frame[amount], clean.amount, pl.Decimal(18, 2))
    return frame.with_columns(
        agency.alias("agency_id"), state.alias("state_id"), money.alias("approved_mxn"),
        fiscal_year=col("CICLO").cast(pl.Int32()),
        functional_group_id=col("GPO_FUNCIONAL"),
        function_id=pl.concat_str("GPO_FUNCIONAL", "ID_FUNCION", separator="."),
        subfunction_id=pl.concat_str("GPO_FUNCIONAL", "ID_FUNCION", "ID_SUBFUNCION", separator="."),
        program_code=col("ID_MODALIDAD") + col("ID_PP").str.zfill(3),
        modality_id=col("ID_MODALIDAD"), chapter_id=col("ID_CAPITULO"), concept_id=col("ID_CONCEPTO"),
        generic_object_id=col("ID_PARTIDA_GENERICA"), specific_object_id=col("ID_PARTIDA_ESPECIFICA"),
        expense_type_id=col("ID_TIPOGASTO"), funding_source_id=col("ID_FF"),
        portfolio_key=pl.when(~col("ID_CLAVE_CARTERA").is_in(["", "0"])).then("ID_CLAVE_CARTERA"),
    ).with_columns(
        unit_id=pl.concat_str("agency_id", "ID_UR", separator="."),
        activity_id=pl.concat_str("agency_id", "ID_AI", separator="."),
        program_id=pl.concat_str("agency_id", "program_code", separator="."),
    )  # fmt: skip


def _members(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the names of all codes; a code with several names gets the one used most often."""
    import polars as pl

    made = []
    for dimension, (member, code, name, above, above_id) in _DIMENSIONS.items():
        named = frame.select(
            pl.lit(dimension).alias("dimension"), pl.col(member).alias("member_id"), "fiscal_year",
            pl.col(code).alias("code"), pl.col(name).alias("name"),
            pl.lit(above, pl.String()).alias("parent_dimension"),
            (pl.col(above_id) if above_id else pl.lit(None, pl.String())).alias("parent_id"),
        )  # fmt: skip
        made.append(_one_name_each(named))
    return pl.concat(made)


def _one_name_each(named: pl.DataFrame) -> pl.DataFrame:
    counted = named.group_by(named.columns).len()
    ordered = counted.sort("member_id", "len", "name", descending=[False, True, False])
    return ordered.unique("member_id", keep="first", maintain_order=True).drop("len")


def _agency_names(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    names = frame.select(
        "agency_id", "fiscal_year", pl.lit("approved_budget").alias("dataset_id"), name="DESC_RAMO"
    )
    return names.unique().sort("agency_id", "name")


DATASET = Dataset(
    id="approved_budget",
    title=Text("Presupuesto de Egresos de la Federación (aprobado)", "Federal budget as approved"),
    description=Text(
        "Lo que la Cámara de Diputados aprobó gastar, clave por clave: ramo, unidad, función, programa, "
        "objeto del gasto, fuente y entidad federativa.",
        "What the Chamber of Deputies approved to be spent, key by key: agency, unit, function, programme, "
        "object of expenditure, source of funds and state.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=LIBRE_USO_MX,
    source_page="https://www.transparenciapresupuestaria.gob.mx/",
    files=(FilePattern(r"(?:budget/)?PEF_(?P<year>\d{4})\.csv(?:\.gz)?"),),
    urls=(
        Address(
            "https://www.transparenciapresupuestaria.gob.mx/" + "work/models/PTP/DatosAbiertos/",
            "Bases_de_datos_presupuesto/CSV/PEF_{year}.csv",
            tuple(range(2008, 2027)),
        ),
    ),
    tables=("budget_line", "member", "agency_name"),
    counted=("budget_line",),
    read=_read,
    checks=CHECKS,
    caveats=(
        Caveat(
            "location_is_headquarters",
            Text(
                "La entidad federativa es la registrada en la clave presupuestaria, a menudo la sede de "
                "quien gasta: en 2021, 41 % del presupuesto aparece en la Ciudad de México, con todo el "
                "ramo 19. No dice dónde se usa el dinero.",
                "The state is the one registered in the budget key, often the spender's headquarters: in "
                "2021, 41% of the budget is placed in Mexico City, all of ramo 19 included. It does not say "
                "where the money is used.",
            ),
        ),
        Caveat(
            "no_amount",
            Text(
                "226 claves de 2021 vienen sin monto: se guardan como «sin monto», no como cero.",
                "226 budget keys of 2021 come without an amount: they are kept as “no amount”, not as zero.",
            ),
        ),
        Caveat(
            "object_names_vary",
            Text(
                "20 partidas específicas llevan nombres distintos según el ramo (los ramos autónomos "
                "tienen clasificador propio): se muestra el más usado.",
                "20 specific objects of expenditure carry different names in different agencies "
                "(autonomous bodies keep their own classification): the most used one is shown.",
            ),
        ),
        Caveat(
            "no_portfolio_key",
            Text(
                "La clave de cartera «0» o vacía significa que no hay proyecto de inversión registrado.",
                "A portfolio key of “0” or blank means that no investment project is registered.",
            ),
        ),
    ),
)
