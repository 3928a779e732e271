"""Where what a note says is to be read: declared sources in `note_sources.toml`, held or cited.

A note that says why something is so names the file that says it; what no source says is not said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.errors import DeclarationError
from loaders.model import Text

_DATA = "note_sources.toml"


@dataclass(frozen=True)
class NoteSource:
    """A source of notes, as it is named to readers: an official file that is held, or what is cited."""

    name: Text
    file: str
    cited: str


@cache
def note_sources() -> Mapping[str, NoteSource]:
    """Return every declared source by its id. DeclarationError for one that is neither held nor cited."""
    words = tomllib.loads(files("loaders").joinpath(_DATA).read_text(encoding="utf-8"))
    return {key: note_source(key, one) for key, one in words.items()}


def note_source(key: str, one: Mapping[str, Any]) -> NoteSource:
    """Return one declared source; errors as of `note_sources`."""
    made = NoteSource(Text(one["es"], one["en"]), one.get("file", ""), one.get("cited", ""))
    if bool(made.file) == bool(made.cited):
        raise DeclarationError("a source is a file or it is cited", where=_DATA, value=key)
    return made


def with_sources(text: Text, sources: Sequence[str]) -> Text:
    """Return a note with its sources named at the end. DeclarationError for one that is not declared."""
    if not sources:
        return text
    unknown = [key for key in sources if key not in note_sources()]
    if unknown:
        raise DeclarationError("no such source of a note", where=_DATA, value=unknown)
    names = [note_sources()[key].name for key in sources]
    es, en = "; ".join(name.es for name in names), "; ".join(name.en for name in names)
    return Text(f"{text.es} (Fuente: {es}.)", f"{text.en} (Source: {en}.)")
