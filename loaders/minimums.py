"""How much has to be known before a figure is shown, declared once for indicators, views and ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

# Of a figure or a view, this part of the contracts, or of the money it is counted in, has the field that it
# is made by. A rank of states over the tenth of the money that names a state is a rank of who filled in a
# field.
USUAL_COVERAGE: Final = Decimal("0.8")
# Fewer contracts than these say nothing about who buys: no place in an order, no score, no share. Of nine
# contracts each moves a share by more than a tenth.
RANKED_FROM: Final = 10
# Fewer than these beside each other are no order: of two, one is always the first.
COMPARED_FROM: Final = 5
