"""Frozen declarations shared by loaders and dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["es", "en"]


@dataclass(frozen=True)
class Text:
    """A reader-facing text in both languages; Spanish of Mexico is the source."""

    es: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in `language` ("es" or "en")."""
        return self.es if language == "es" else self.en
