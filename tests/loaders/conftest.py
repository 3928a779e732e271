"""Properties are tested for truth, not for speed: a shared machine may be slow."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
