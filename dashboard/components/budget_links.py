"""Where in *Presupuesto* what a code of the budget stands for is shown."""

from __future__ import annotations

from dashboard import urls
from dashboard.data.selection import Selection
from loaders.model import Language


def address(dimension: str, key: str, language: Language) -> str:
    """Return the address of an agency, a unit or a programme by its key; "" for what has no page of its own.

    Units and programmes are keyed below their agency; each leads to those of the agency.
    """
    agency = key.split(".")[0]
    if dimension == "unit":
        chosen = Selection(scope="gross", by="unit", agencies=(agency,), moment="approved")
    elif dimension in ("agency", "program"):
        chosen = Selection(view="series", by=dimension, agencies=(agency,))
    else:
        return ""
    return urls.budget(chosen, language)
