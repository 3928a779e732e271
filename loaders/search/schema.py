"""What an index is made of: how text becomes words, which fields there are, and where it lies.

Words are compared without case and accents (ñ is n), by their Spanish stem; the commonest words are left out.
Texts of contracts are made words before they are written, whole columns at once; those of names as they are.
An index belongs to one version of the store and is never changed: it is made aside and renamed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import orjson
import tantivy

from loaders.home import Home

ANALYSER: Final = "spanish"
MADE: Final = "made"
# Another name when its fields change, so that an index made before counts as none.
CONTRACTS: Final = "contracts-4"
NAMES: Final = "names"
FREQUENT: Final = "frequent.json"
# Stands where a word is left out, so that those beside it keep their distance.
LEFT_OUT: Final = "_"

# Counted for every page. Each contract has one value of each, and NONE where the store has none: counting is
# several times slower where some have no value, or many.
COUNTED: Final = ("agency", "state", "method", "category", "dataset", "coverage")
KEYS: Final = ("supplier", "unit", "signal")
NONE: Final = "none"
LONGEST_WORD: Final = 60
# As many words as the names of most institutions have.
LONGEST_PHRASE: Final = 4
PHRASES: Final = tuple(f"phrases_{length}" for length in range(2, LONGEST_PHRASE + 1))
COMMON: Final = (
    *("a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "lo", "los"),
    *("o", "para", "por", "que", "se", "su", "un", "una", "y"),
)


@cache
def analyser() -> tantivy.TextAnalyzer:
    """Return what makes words of a text: the same for what is written and for what is looked for."""
    # Accents go before the stem is taken: readers leave them out, and the stem must not depend on it.
    return _built(
        *_folding(), tantivy.Filter.custom_stopword(list(COMMON)), tantivy.Filter.stemmer("spanish")
    )


@cache
def folded() -> tantivy.TextAnalyzer:
    """Return what makes words of a text and leaves their endings, for the beginnings of words."""
    return _built(*_folding())


@cache
def made() -> tantivy.TextAnalyzer:
    """Return what takes words that are already made from a text."""
    left_out = tantivy.Filter.custom_stopword([LEFT_OUT])
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(left_out).build()


def _folding() -> tuple[tantivy.Filter, ...]:
    long = tantivy.Filter.remove_long(LONGEST_WORD)
    return long, tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()


def _built(*steps: tantivy.Filter) -> tantivy.TextAnalyzer:
    made = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in steps:
        made = made.filter(step)
    return made.build()


def contract_fields() -> tantivy.Schema:
    """Return the fields of a contract: `text` has all its words, PHRASES those that are written as one."""
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field("no", fast=True)
    made.add_text_field("text", tokenizer_name=MADE)
    for name in PHRASES:
        made.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    made.add_unsigned_field("year", indexed=True, fast=True)
    for name in (*COUNTED, *KEYS):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in COUNTED)
    for name in ("amount", "newest", "oldest"):
        made.add_integer_field(name, fast=True)
    return made.build()


def name_fields() -> tantivy.Schema:
    """Return the fields of a name: its kind, key and names to show, its words, and how much it stands for."""
    made = tantivy.SchemaBuilder()
    made.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("key", "name_es", "name_en"):
        made.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("words", tokenizer_name=ANALYSER)
    made.add_unsigned_field("contracts", stored=True, fast=True)
    return made.build()


def folder(home: Home, version: str) -> Path:
    """Return where the index of a version is once it is complete."""
    return home.search / version


def is_there(home: Home, version: str) -> bool:
    """Return whether a version can be searched."""
    return (folder(home, version) / CONTRACTS).is_dir()


def frequent(home: Home, version: str) -> frozenset[str]:
    """Return the words and phrases that are frequent in a version, which tell what phrases are kept."""
    return frozenset(orjson.loads((folder(home, version) / FREQUENT).read_bytes()))


def opened(place: Path, schema: tantivy.Schema | None = None) -> tantivy.Index:
    """Open the index in a folder, or begin it there if a schema is given."""
    index = tantivy.Index(schema, str(place)) if schema else tantivy.Index.open(str(place))
    index.register_tokenizer(ANALYSER, analyser())
    index.register_tokenizer(MADE, made())
    return index
