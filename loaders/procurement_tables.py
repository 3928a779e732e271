"""Tables of contracts, procedures, sanctions and thresholds, as their readers give them."""

from __future__ import annotations

from loaders.model import Table

_LINE = ("source_row", "source_file_id")
_FILE = frozenset({"source_file_id"})
_KEY = ("source_file_id", "source_row")

_BUYER = (
    "order_of_government",
    "institution_name",
    "institution_acronym",
    "procuring_unit_code",
    "procuring_unit_name",
    "ramo_code",
    "agency_id",
    "agency_rule",
    "unit_id",
    "state_id",
    "state_rule",
)
_PROCEDURE = (
    "procedure_id",
    "file_code",
    "procurement_method",
    "procurement_method_published",
    "procurement_category",
    "procurement_category_published",
    "law",
    "exception_article",
    "exception_reason",
    "exception_kind",
    "procedure_character",
    "participation",
)
_REQUIRED = frozenset(
    {"order_of_government", "agency_rule", "state_rule", "procurement_method", "procurement_category"}
)
_OPTIONAL = frozenset({*_BUYER, *_PROCEDURE}) - _REQUIRED
_CONTRACT_DATES = ("published_on", "opened_on", "awarded_on", "signed_on", "starts_on", "ends_on")
_AMOUNTS = ("amount_mxn", "amount_min_mxn", "amount_max_mxn", "amount_original", "currency")
_FLAGS = ("framework", "consolidated", "multiannual", "amended")
_BUDGET_KEYS = ("program_code", "object_codes", "portfolio_key")

PROCUREMENT = (
    Table(
        "contract",
        "data",
        (
            "contract_no",
            "contract_id",
            "contract_id_rule",
            "dataset_id",
            "generation",
            "ocid",
            "contract_code",
            "control_number",
            "title",
            "description",
            *_BUYER,
            *_PROCEDURE,
            *_CONTRACT_DATES,
            "fiscal_year",
            "fiscal_year_basis",
            *_AMOUNTS,
            "amount_status",
            "supplier_id",
            "supplier_rule",
            "supplier_name",
            "supplier_name_key",
            "supplier_rfc",
            "supplier_person",
            "supplier_size",
            "supplier_country",
            "contract_status",
            "contract_standing",
            *_FLAGS,
            *_BUDGET_KEYS,
            "source_url",
            *_LINE,
        ),
        nullable=_OPTIONAL
        | {"ocid", "contract_code", "control_number", "title", "description", "contract_status", "source_url"}
        | {"contract_standing"}
        | {"supplier_name", "supplier_name_key", "supplier_rfc", "supplier_country"}
        | {*_CONTRACT_DATES, *_AMOUNTS, *_FLAGS, *_BUDGET_KEYS},
        derived=_FILE | {"contract_no"},
        key=("contract_id",),
        indexes=(("contract_no",), ("contract_id",), ("supplier_id",)),
    ),
    Table(
        "contract_amendment",
        "data",
        ("contract_id", "amendment_id", "amended_on", "ends_on", "amount_mxn", "description", *_LINE),
        nullable=frozenset({"amended_on", "ends_on", "amount_mxn", "description"}),
        derived=_FILE,
        indexes=(("contract_id",),),
    ),
    Table(
        "contract_spending",
        "data",
        (
            "contract_id",
            "ocid",
            "stage",
            "fiscal_year",
            "ramo_code",
            "unit_code",
            "program_code",
            "specific_object_code",
            "funding_source",
            "amount_mxn",
            *_LINE,
        ),
        nullable=frozenset(
            {"contract_id", "fiscal_year", "ramo_code", "unit_code", "program_code", "specific_object_code"}
        )
        | {"funding_source", "amount_mxn"},
        derived=_FILE,
        indexes=(("contract_id",),),
    ),
    Table(
        "procedure",
        "data",
        (
            "dataset_id",
            "generation",
            "ocid",
            "title",
            "description",
            *_BUYER,
            *_PROCEDURE,
            "published_on",
            "clarified_on",
            "opened_on",
            "awarded_on",
            "fiscal_year",
            "fiscal_year_basis",
            "procedure_status",
            "consolidated",
            "object_codes",
            "source_url",
            *_LINE,
        ),
        nullable=_OPTIONAL
        | {"ocid", "title", "description", "published_on", "clarified_on", "opened_on", "awarded_on"}
        | {"procedure_status", "consolidated", "object_codes", "source_url"},
        derived=_FILE,
        key=_KEY,
        indexes=(_KEY,),
    ),
    Table(
        "ocds_release",
        "data",
        (
            "process_id",
            "ocid",
            "release_id",
            "released_at",
            "release_kind",
            "release_tags",
            "publisher",
            "amount_mxn",
            "release_body",
            *_LINE,
        ),
        nullable=frozenset({"release_id", "publisher", "amount_mxn"}),
        derived=_FILE,
        key=_KEY,
    ),
    Table(
        "sanction",
        "data",
        (
            "list_id",
            "supplier_name",
            "supplier_name_key",
            "supplier_rfc",
            "supplier_person",
            "authority",
            "case_number",
            "resolution",
            "situation",
            "resolved_on",
            "notified_on",
            "starts_on",
            "ends_on",
            "term_published",
            "fine_mxn",
            *_LINE,
        ),
        nullable=frozenset({"supplier_name", "supplier_name_key", "supplier_rfc", "authority", "case_number"})
        | {"resolution", "situation", "resolved_on", "notified_on", "starts_on", "ends_on"}
        | {"term_published", "fine_mxn"},
        derived=_FILE,
        key=_KEY,
    ),
    Table(
        "threshold",
        "data",
        (
            "fiscal_year",
            "procurement_method",
            "procurement_category",
            "law",
            "budget_stratum",
            "ceiling_mxn",
            "vat_basis",
            *_LINE,
        ),
        nullable=frozenset({"law", "budget_stratum"}),
        derived=_FILE,
        key=_KEY,
    ),
)
