"""The tables of the store, as lists of declared columns. NULL never means zero: it means no data."""

from __future__ import annotations

from loaders.catalogue_tables import CATALOGUES
from loaders.indicator_tables import COVERAGE, PROCUREMENT_MADE
from loaders.model import Table
from loaders.procurement_tables import PROCUREMENT

SCHEMA_VERSION = "2"

_LINE = ("source_row", "source_file_id")
_ACCOUNT_AMOUNTS = (
    "personnel_mxn",
    "operating_mxn",
    "current_subsidies_mxn",
    "other_current_mxn",
    "current_mxn",
    "pensions_mxn",
    "physical_investment_mxn",
    "investment_subsidies_mxn",
    "other_investment_mxn",
    "investment_mxn",
    "total_mxn",
)
_FILE = frozenset({"source_file_id"})
_BUDGET_KEY = (
    "agency_id",
    "unit_id",
    "functional_group_id",
    "function_id",
    "subfunction_id",
    "activity_id",
    "modality_id",
    "program_id",
    "chapter_id",
    "concept_id",
    "generic_object_id",
    "specific_object_id",
    "expense_type_id",
    "funding_source_id",
    "state_id",
    "portfolio_key",
)
# Not every generation of files has these; 2008-2011, for instance, have no state.
_OPTIONAL = frozenset(_BUDGET_KEY) - {"agency_id", "unit_id", "modality_id", "program_id"}
_MOMENTS = (
    "approved_mxn",
    "modified_mxn",
    "accrued_mxn",
    "paid_mxn",
    "adefas_mxn",
    "executed_mxn",
    "exercised_mxn",
)
_LINE_AMOUNTS = ("proposed_mxn", *_MOMENTS)

DATA = (
    Table(
        "budget_line",
        "data",
        (
            "fiscal_year",
            *_BUDGET_KEY,
            "approved_mxn",
            "netted",
            "repaired",
            *_LINE,
        ),
        nullable=frozenset({"approved_mxn", "netted", *_OPTIONAL}),
        derived=_FILE | {"netted"},
        key=("source_file_id", "source_row"),
    ),
    Table(
        "draft_line",
        "data",
        ("fiscal_year", *_BUDGET_KEY, "proposed_mxn", "repaired", *_LINE),
        nullable=frozenset({"proposed_mxn", *_OPTIONAL}),
        derived=_FILE,
        key=("source_file_id", "source_row"),
    ),
    Table(
        "execution_line",
        "data",
        ("dataset_id", "fiscal_year", "quarter", "basis", *_BUDGET_KEY, *_MOMENTS, "repaired", *_LINE),
        nullable=frozenset({"quarter", "modality_id", "program_id", *_OPTIONAL, *_MOMENTS}),
        derived=_FILE,
        key=("source_file_id", "source_row"),
    ),
    Table(
        "account_line",
        "data",
        (
            "fiscal_year",
            "agency_id",
            "entity_id",
            "program_id",
            "moment",
            *_ACCOUNT_AMOUNTS,
            "reported",
            *_LINE,
        ),
        nullable=frozenset({"entity_id", *_ACCOUNT_AMOUNTS}),
        derived=_FILE,
        key=("source_file_id", "source_row"),
    ),
    Table(
        "account_subtotal",
        "data",
        ("fiscal_year", "agency_id", "entity_id", "level", "moment", *_ACCOUNT_AMOUNTS, *_LINE),
        nullable=frozenset({"agency_id", "entity_id", *_ACCOUNT_AMOUNTS}),
        derived=_FILE,
        key=("source_file_id", "source_row"),
    ),
    Table(
        "population",
        "data",
        ("fiscal_year", "state_id", "sex", "inhabitants", *_LINE),
        derived=_FILE,
        key=("fiscal_year", "state_id", "sex"),
    ),
    Table(
        "price_index",
        "data",
        ("index_id", "period", "fiscal_year", "value", "kind", *_LINE),
        derived=_FILE,
        key=("index_id", "period"),
    ),
    Table(
        "reference_total",
        "data",
        ("fiscal_year", "agency_id", "ramo_code", "program_code", "moment", "total_mxn", *_LINE),
        nullable=frozenset({"agency_id"}),
        derived=_FILE,
        key=("source_file_id", "source_row"),
    ),
    *PROCUREMENT,
    *CATALOGUES,
)

NAMES = (
    Table(
        "agency_name",
        "names",
        ("agency_id", "fiscal_year", "dataset_id", "name"),
        key=("agency_id", "fiscal_year", "dataset_id", "name"),
    ),
    Table(
        "member",
        "names",
        ("dimension", "member_id", "fiscal_year", "code", "name", "parent_dimension", "parent_id"),
        nullable=frozenset({"parent_dimension", "parent_id"}),
        key=("dimension", "member_id", "fiscal_year"),
        indexes=(("dimension", "fiscal_year", "member_id"),),
    ),
    Table(
        "industry",
        "names",
        ("industry_id", "name", "parent_id"),
        nullable=frozenset({"parent_id"}),
        key=("industry_id",),
    ),
)

SYSTEM = (
    Table("store_meta", "system", ("key", "value"), key=("key",)),
    Table(
        "dataset",
        "system",
        (
            "dataset_id",
            "title_es",
            "title_en",
            "publisher",
            "licence_id",
            "licence_title_es",
            "licence_title_en",
            "licence_url",
            "description_es",
            "description_en",
            "source_page",
        ),
        nullable=frozenset({"licence_url", "source_page"}),
        key=("dataset_id",),
    ),
    Table(
        "source_file",
        "system",
        (
            "source_file_id",
            "dataset_id",
            "file_name",
            "fiscal_year",
            "original_url",
            "obtained_from",
            "obtained",
            "bytes",
            "sha256",
            "licence_id",
            "secondary",
            "what",
            "rows_read",
            "rows_stored",
            "rows_rejected",
            "counted_in",
        ),
        nullable=frozenset({"fiscal_year", "original_url", "obtained_from", "obtained", "counted_in"}),
        key=("source_file_id",),
    ),
    Table(
        "source_sighting",
        "system",
        (
            "source_file_id",
            "dataset_id",
            "file_name",
            "url",
            "seen_at",
            "status",
            "sha256",
            "last_seen_at",
            "last_sha256",
            "explanation_es",
            "explanation_en",
        ),
        nullable=frozenset({"source_file_id", "dataset_id", "sha256", "last_seen_at", "last_sha256"}),
    ),
    Table("reject", "system", ("source_file_id", "line", "reason_code", "reason_es", "reason_en", "raw")),
    Table(
        "correction", "system", ("source_file_id", "line", "code", "what_es", "what_en", "before", "after")
    ),
    Table(
        "figure_correction",
        "system",
        (
            "figure_id",
            "dataset_id",
            "fiscal_year",
            "old_value",
            "new_value",
            "unit",
            "corrected",
            "wrong_until",
            "reason_es",
            "reason_en",
        ),
        nullable=frozenset({"old_value"}),
        key=("figure_id", "corrected"),
    ),
    Table(
        "check_result",
        "system",
        (
            "check_id",
            "dataset_id",
            "fiscal_year",
            "subject",
            "title_es",
            "title_en",
            "expected",
            "actual",
            "difference",
            "tolerance",
            "status",
            "explanation_es",
            "explanation_en",
        ),
        nullable=frozenset({"fiscal_year", "expected", "actual", "difference"}),
        key=("check_id",),
    ),
    Table("caveat", "system", ("dataset_id", "code", "text_es", "text_en"), key=("dataset_id", "code")),
    Table(
        "series_break",
        "system",
        ("dataset_id", "agency_id", "program_code", "before_year", "after_year", "reason_es", "reason_en"),
        nullable=frozenset({"agency_id", "program_code"}),
    ),
    Table(
        "agency",
        "system",
        ("agency_id", "ramo_code", "kind", "name_es", "name_en", "sort_order"),
        key=("agency_id",),
    ),
    COVERAGE,
)

CUBES = (
    Table(
        "price_index_year",
        "cube",
        ("index_id", "fiscal_year", "value", "kind", "months"),
        key=("index_id", "fiscal_year"),
    ),
    Table(
        "cube_budget",
        "cube",
        (
            "fiscal_year",
            "dimension",
            "agency_id",
            "member_id",
            "parent_id",
            "gross_mxn",
            "net_mxn",
            "lines",
            "no_amount",
        ),
        nullable=frozenset({"parent_id", "gross_mxn", "net_mxn"}),
        indexes=(("dimension", "fiscal_year"),),
    ),
    Table(
        "cube_account",
        "cube",
        (
            "dataset_id",
            "fiscal_year",
            "agency_id",
            "entity_id",
            "program_id",
            "economic_type",
            "approved_mxn",
            "modified_mxn",
            "accrued_mxn",
            "executed_mxn",
            "reported",
        ),
        nullable=frozenset({"entity_id", "approved_mxn", "modified_mxn", "accrued_mxn", "executed_mxn"}),
        indexes=(("fiscal_year", "economic_type"),),
    ),
    Table(
        "cube_line",
        "cube",
        (
            "dataset_id",
            "fiscal_year",
            "quarter",
            "dimension",
            "agency_id",
            "member_id",
            "parent_id",
            *_LINE_AMOUNTS,
            "lines",
        ),
        nullable=frozenset({"quarter", "parent_id", *_LINE_AMOUNTS}),
    ),
    Table(
        "edition_total",
        "cube",
        (
            "source_file_id",
            "dataset_id",
            "fiscal_year",
            "quarter",
            "agency_id",
            *_LINE_AMOUNTS,
            "lines",
        ),
        nullable=frozenset({"quarter", *_LINE_AMOUNTS}),
    ),
    Table("availability", "cube", ("dataset_id", "fiscal_year", "dimension", "moment", "scope")),
    *PROCUREMENT_MADE,
)

TABLES: dict[str, Table] = {table.name: table for table in (*DATA, *NAMES, *SYSTEM, *CUBES)}
