"""Tables made from contracts at build: suppliers, links, indicators with their values, cubes of the pages."""

from __future__ import annotations

from loaders.model import Table

_GROUP = ("dataset_id", "coverage", "fiscal_year")
_MARKET = (*_GROUP, "procuring_unit_code", "procurement_category")
_SUMS = ("contracts", "counted", "amount_mxn")
_YEARS = ("first_year", "last_year")

NEWEST = 50  # as many contracts of each supplier are known by `supplier_newest`

COVERAGE = Table(
    "coverage_note",
    "system",
    ("source_file_id", "coverage", "text_es", "text_en", "chosen_for", "covers_until"),
    nullable=frozenset({"chosen_for", "covers_until"}),
    key=("source_file_id",),
)

SUPPLIERS = (
    Table(
        "supplier",
        "cube",
        (
            "supplier_no",
            "supplier_id",
            "name",
            "supplier_rule",
            "supplier_rfc",
            "supplier_person",
            "searchable",
            "variants",
            *_SUMS,
            *_YEARS,
            "first_signed_on",
            "last_signed_on",
        ),
        nullable=frozenset(
            {"name", "supplier_rfc", "amount_mxn", *_YEARS, "first_signed_on", "last_signed_on"}
        ),
        key=("supplier_id",),
        indexes=(("supplier_id",),),
    ),
    Table(
        "supplier_variant",
        "cube",
        ("supplier_id", "supplier_name", "contracts", *_YEARS),
        nullable=frozenset(_YEARS),
        key=("supplier_id", "supplier_name"),
        indexes=(("supplier_id",),),
    ),
    Table(
        "supplier_possible",
        "cube",
        ("supplier_id", "other_supplier_id", "supplier_name_key"),
        key=("supplier_id", "other_supplier_id"),
    ),
    Table(
        "supplier_award",
        "cube",
        ("supplier_no", *_GROUP, "procurement_method", "institution_name", *_SUMS),
        nullable=frozenset({"institution_name", "amount_mxn"}),
        indexes=(("supplier_no",),),
    ),
    Table(
        "supplier_newest",
        "cube",
        ("supplier_no", "contract_no"),
        key=("contract_no",),
        indexes=(("supplier_no",),),
    ),
    Table(
        "procuring_unit",
        "cube",
        (
            "procuring_unit_no",
            "procuring_unit_code",
            "procuring_unit_name",
            "institution_name",
            "agency_id",
            "state_id",
            *_SUMS,
            *_YEARS,
        ),
        nullable=frozenset({"procuring_unit_name", "institution_name", "agency_id", "state_id", "amount_mxn"})
        | frozenset(_YEARS),
        key=("procuring_unit_code",),
    ),
)

LINKS = (
    Table(
        "contract_procedure",
        "cube",
        ("contract_no", "procedure_file_id", "procedure_row", "match_rule"),
        key=("contract_no",),
    ),
    Table(
        "budget_match",
        "cube",
        (*_GROUP, "code_kind", "code", "member_id", "match_rule", "contracts"),
        nullable=frozenset({"fiscal_year", "member_id", "match_rule"}),
    ),
    Table(
        "match_rate",
        "cube",
        (*_GROUP, "match_what", "matched", "total", "share"),
        nullable=frozenset({"fiscal_year", "share"}),
    ),
    Table(
        "sanction_match",
        "cube",
        (
            "supplier_id",
            "list_id",
            "sanction_file_id",
            "sanction_row",
            "match_rule",
            "match_status",
            "situation",
            "starts_on",
            "ends_on",
            "contracts",
            "contracts_in_force",
        ),
        nullable=frozenset({"situation", "starts_on", "ends_on", "contracts_in_force"}),
        key=("supplier_id", "sanction_file_id", "sanction_row"),
    ),
)

INDICATORS = (
    Table(
        "indicator",
        "cube",
        (
            "indicator_id",
            "level",
            "concept",
            "drill",
            "name_es",
            "name_en",
            "question_es",
            "question_en",
            "formula_es",
            "formula_en",
            "formula_sql",
            "method_es",
            "method_en",
            "threshold_es",
            "threshold_en",
            "detail_es",
            "detail_en",
            "minimum_coverage",
            "value_unit",
            "measure_unit",
            "ocp_code",
            "sort_order",
        ),
        nullable=frozenset({"ocp_code"}),
        key=("indicator_id",),
    ),
    Table(
        "indicator_need",
        "cube",
        ("indicator_id", "position", "field_name", "name_es", "name_en"),
        key=("indicator_id", "position"),
    ),
    Table(
        "indicator_explanation",
        "cube",
        ("indicator_id", "position", "text_es", "text_en"),
        key=("indicator_id", "position"),
    ),
    Table(
        "contract_signal",
        "cube",
        ("contract_no", "indicator_id", "measure", "limit_value", "group_no"),
        nullable=frozenset({"measure", "limit_value", "group_no"}),
        key=("contract_no", "indicator_id"),
        indexes=(("contract_no",), ("indicator_id",)),
    ),
    Table(
        "supplier_signal",
        "cube",
        ("supplier_no", "indicator_id", "contracts"),
        key=("supplier_no", "indicator_id"),
        indexes=(("supplier_no",),),
    ),
    Table(
        "indicator_value",
        "cube",
        (
            "indicator_id",
            *_GROUP,
            "scope",
            "scope_id",
            "contracts",
            "known",
            "signals",
            "known_mxn",
            "signals_mxn",
            "value",
            "value_by_amount",
            "value_low",
            "value_high",
            "change",
            "coverage_share",
            "status",
            "missing_field",
            "missing_share",
            "rank_best",
            "rank_worst",
            "ranked",
        ),
        nullable=frozenset({"fiscal_year", "signals", "known_mxn", "signals_mxn", "value", "value_by_amount"})
        | {"value_low", "value_high", "change", "missing_field", "missing_share"}
        | {"rank_best", "rank_worst", "ranked"},
        key=("indicator_id", *_GROUP, "scope", "scope_id"),
        indexes=(("indicator_id", "scope", "fiscal_year"), ("scope", "scope_id")),
    ),
    Table(
        "composite_component",
        "cube",
        (*_MARKET, "concept", "indicator_id", "known", "signals", "value", "scaled"),
        nullable=frozenset({"signals", "value"}),
        indexes=(("procuring_unit_code",),),
    ),
    Table(
        "composite_concept",
        "cube",
        (*_MARKET, "concept", "concept_mean", "scaled", "amount_mxn"),
        indexes=(("procuring_unit_code",),),
    ),
    Table(
        "composite_score",
        "cube",
        (*_GROUP, "scope", "scope_id", "competition", "transparency", "anomalies", "score"),
        key=(*_GROUP, "scope", "scope_id"),
    ),
)

SUMMARIES = (
    Table(
        "cube_contract",
        "cube",
        (*_GROUP, "month", "agency_id", "procurement_method", "procurement_category", *_SUMS),
        nullable=frozenset({"month", "agency_id", "amount_mxn"}),
    ),
    Table(
        "contract_size",
        "cube",
        (
            *_GROUP,
            "dimension",
            "member_id",
            "procurement_method",
            *_SUMS,
            "median_mxn",
            "largest_mxn",
        ),
        nullable=frozenset({"fiscal_year", "procurement_method", "amount_mxn", "median_mxn", "largest_mxn"}),
    ),
    Table(
        "contract_amounts",
        "cube",
        (*_GROUP, "amount_status", "contracts", "amount_original", "amount_mxn"),
        nullable=frozenset({"amount_original", "amount_mxn"}),
    ),
    Table(
        "top_supplier",
        "cube",
        (*_GROUP, "scope", "scope_id", "place", "supplier_id", *_SUMS, "share"),
        nullable=frozenset({"fiscal_year"}),
    ),
)

PROCUREMENT_MADE = (*SUPPLIERS, *LINKS, *INDICATORS, *SUMMARIES)
