"""Tables of the catalogues and of state GDP, as their readers give them."""

from __future__ import annotations

from loaders.model import Table

_LINE = ("source_row", "source_file_id")
_FILE = frozenset({"source_file_id"})
_PLAN = tuple(
    name
    for stem in ("axis", "type", "program", "objective", "strategy")
    for name in (f"plan_{stem}_id", f"plan_{stem}")
)

CATALOGUES = (
    Table(
        "object_code",
        "data",
        ("object_level", "object_id", "parent_id", "name", "repealed", "sheet", *_LINE),
        nullable=frozenset({"parent_id"}),
        derived=_FILE,
        key=("source_file_id", "sheet", "source_row"),
    ),
    Table(
        "programme_structure",
        "data",
        (
            "fiscal_year",
            "agency_id",
            "unit_id",
            "functional_group_id",
            "function_id",
            "subfunction_id",
            "activity_id",
            "modality_id",
            "program_id",
            *_PLAN,
            *_LINE,
        ),
        nullable=frozenset(_PLAN),
        derived=_FILE,
        key=("source_file_id", "source_row"),
    ),
    Table(
        "state_gdp",
        "data",
        (
            "dataset_id",
            "fiscal_year",
            "state_id",
            "industry_id",
            "price_basis",
            "gdp_mxn",
            "revision",
            *_LINE,
        ),
        nullable=frozenset({"revision"}),
        derived=_FILE,
        key=("dataset_id", "fiscal_year", "state_id", "industry_id", "price_basis"),
    ),
)

PROGRAM_LINK = Table(
    "program_link",
    "system",
    (
        "kind",
        "before_id",
        "after_id",
        "before_year",
        "after_year",
        "before_name",
        "after_name",
        "breaks",
        "declared",
        "reason_es",
        "reason_en",
        "before_file_id",
        "before_row",
        "after_file_id",
        "after_row",
    ),
    nullable=frozenset({"before_file_id", "before_row", "after_file_id", "after_row"}),
    key=("before_id", "after_id", "after_year"),
)
