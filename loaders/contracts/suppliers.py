"""Who a supplier is: by RFC where a legal person's is published, else by name, else by nothing at all.

Four rules (`supplier_rule`), in this order:
- rfc: a legal person's tax code of 12 characters;
- same_rfc_in_file: a natural person's 13 characters join its contracts inside one file; the code is used
  while the file is read and never kept, hashed or derivable: the identity is the first record that has it;
- name: no tax code, and the name is a legal person's; its normalised form is the identity;
- single: nothing tells who it is, so it may be a natural person: one contract, one identity.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from loaders.contracts import names, privacy

Person = Literal["legal", "natural", "foreign", "unknown"]

FOREIGN_RFC, PUBLIC_RFC = "XEXX010101000", "XAXX010101000"
_LENGTH = 48


@dataclass(frozen=True)
class Named:
    """What a name alone tells: its key and the identity made of it; both None unless a legal person's."""

    key: str | None
    supplier_id: str | None


@cache
def by_name(name: str) -> Named:
    """Return what a published name tells."""
    if not names.is_legal(name):
        return Named(None, None)
    found = names.key(name)
    return Named(found, name_id(found))


def name_id(name_key: str) -> str:
    """Return the identity of a legal person without tax code: its key as a slug, and a hash of all of it."""
    slug = re.sub("[^a-z0-9]+", "-", name_key.lower()).strip("-")[:_LENGTH].rstrip("-")
    return f"name.{slug}-{hashlib.sha256(name_key.encode()).hexdigest()[:8]}"


def person(rfc: str | None, name: str | None, country: str | None) -> Person:
    """Return the kind of person that tax code, name and country tell, in this order.

    The generic codes that stand for foreigners and for the public at large tell nothing of the person.
    """
    code = privacy.tidy_rfc(rfc or "")
    if privacy.is_legal_rfc(code):
        return "legal"
    if privacy.is_natural_rfc(code) and code not in (FOREIGN_RFC, PUBLIC_RFC):
        return "natural"
    if name and names.is_legal(name):
        return "legal"
    return "foreign" if code == FOREIGN_RFC or (country or "MX") not in ("MX", "") else "unknown"
