"""One module for each dataset, which ends in its DATASET, and the helpers that are too long for it.

Being here is being registered: see `loaders.registry`.
"""

# A module that declares no dataset, and the dataset whose part it is. A name alone tells neither:
# `population_municipal` would be a dataset of its own.
HELPERS = {
    "approved_budget_checks": "approved_budget",
    "public_account_notes": "public_account",
    "public_account_repairs": "public_account",
    "public_account_sheet": "public_account",
    "public_account_walk": "public_account",
}
