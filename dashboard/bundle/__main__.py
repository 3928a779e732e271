"""`python -m dashboard.bundle`: build what browsers load."""

from __future__ import annotations

import logging

from . import build

logging.basicConfig(level=logging.INFO, format="%(message)s")
build()
