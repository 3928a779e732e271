"""The two groups of files that the store of signals holds, and the queries that ask for them."""

from __future__ import annotations

from dashboard.data import procurement
from dashboard.data.procurement import ContractsAsked

WHOLE = ContractsAsked("compras_mx", "single_agency", 2023)
SAMPLE = ContractsAsked("compranet", "sample_1_percent", 2023)
ASK_WHOLE, ASK_SAMPLE = (procurement.to_query(one) for one in (WHOLE, SAMPLE))
