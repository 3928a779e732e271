"""Open Contracting Data Standard: from JSON of any publisher to contracts, procedures and spending."""
