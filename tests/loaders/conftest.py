"""Properties are tested for truth, not for speed: a shared machine may be slow.

`CUENTAS_CASES=10000` tries each property on so many cases; without it, on as many as a quick run allows.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("patient", deadline=None, max_examples=int(os.environ.get("CUENTAS_CASES", "100")))
settings.load_profile("patient")
