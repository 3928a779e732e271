"""Who buys and who supplies, as a release names them: no contacts, no addresses, no tax code of a person.

A natural person's 13 characters (or the hash that some publishers put in their place) join the contracts of
one file and go no further: what is kept is the position of the first release that has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from loaders.contracts import names, privacy, suppliers
from loaders.ocds import plain
from loaders.ocds.vocabulary import is_nobody

_SCHEME = "MX-RFC-"
_SUFFIX = re.compile(r"-\d+(\.\d+)*$")
_HASH = re.compile("[0-9A-F]{32}")
_BUDGET = "MX-CPA"
_PERSONALITY = {"moral": "legal", "legalperson": "legal", "fisica": "natural", "naturalperson": "natural"}

Party = Mapping[str, Any]


class People:
    """The natural persons of one file, told apart while it is read."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._new_in: dict[int, int] = {}

    def label(self, code: str, position: int) -> str:
        """Return what stands for a person's code: the first release that has it, counted inside it."""
        if code not in self._known:
            count = self._new_in[position] = self._new_in.get(position, 0) + 1
            self._known[code] = f"{position}" if count == 1 else f"{position}-{count}"
        return self._known[code]


class Parties:
    """The parties of one release, which its other parts refer to by id."""

    def __init__(self, release: Party, people: People, position: int) -> None:
        self._people, self._position = people, position
        self._held: dict[str, list[Party]] = {}
        for one in plain.objects(release.get("parties")):
            self._held.setdefault(str(one.get("id")), []).append(one)

    def supplier(self, reference: Party) -> dict[str, str]:
        """Return name, kind of person, and the tax code (legal person) or what joins a natural person's."""
        party = self._party(reference)
        code = self._code(reference, party)
        name = _name(reference, party)
        made = {"name": name, "person": _person(code, name, party), "country": _country(party)}
        if privacy.is_legal_rfc(code) and not is_nobody(code):
            made["rfc"] = code
        elif made["person"] == "natural" and (privacy.is_natural_rfc(code) or _HASH.fullmatch(code)):
            made["same"] = self._people.label(code, self._position)
        return {key: value for key, value in made.items() if value}

    def buyer(self, reference: Party) -> dict[str, str]:
        """Return name, code, and the ramo with its name where a budget identifier gives them."""
        party = self._party(reference)
        ids = plain.objects(party.get("additionalIdentifiers"))
        ramo = next((one for one in ids if one.get("scheme") == _BUDGET), {})
        found = {
            "name": plain.text(reference.get("name") or party.get("name")),
            "code": plain.text(reference.get("id")) if not self._code(reference, party) else None,
            "ramo": plain.text(ramo.get("id")),
            "ramo_name": plain.text(ramo.get("legalName")),
        }
        return {key: value for key, value in found.items() if value}

    def _party(self, reference: Party) -> Party:
        """Return the party with the reference's id; of several, the one with its name."""
        held = self._held.get(str(reference.get("id")), [])
        same = [one for one in held if one.get("name") == reference.get("name")]
        return next(iter(same or held), {})

    def _code(self, reference: Party, party: Party) -> str:
        """Return the tax code in capitals, or the hash in its place; empty when there is none."""
        given = [_identifier(reference).get("id"), _identifier(party).get("id"), reference.get("id")]
        for one in given:
            code = _SUFFIX.sub("", str(one or "").removeprefix(_SCHEME))
            tidy = privacy.tidy_rfc(code)
            if privacy.is_legal_rfc(tidy) or privacy.is_natural_rfc(tidy):
                return tidy
        hashed = str(_identifier(party).get("id") or "").upper()
        return hashed if _HASH.fullmatch(hashed) and _identifier(party).get("scheme") == "MX-RFC" else ""


def _identifier(one: Party) -> Party:
    found = one.get("identifier")
    return found if isinstance(found, dict) else {}


def _name(reference: Party, party: Party) -> str | None:
    """Return the supplier's name; the legal one where the other is that of whoever signs for it."""
    given: Sequence[Any] = (
        reference.get("name"), party.get("name"), _identifier(reference).get("legalName"),
        _identifier(party).get("legalName"),
    )  # fmt: skip
    found = [name for name in map(plain.text, given) if name]
    return next((name for name in found if names.is_legal(name)), next(iter(found), None))


def _person(code: str, name: str | None, party: Party) -> str:
    if _HASH.fullmatch(code):
        return "natural"
    told = suppliers.person("" if is_nobody(code) else code, name, _country(party))
    if told != "unknown":
        return told
    return _PERSONALITY.get(str(_identifier(party).get("legalPersonality") or "").lower(), "unknown")


def _country(party: Party) -> str | None:
    address = party.get("address")
    found = plain.text(address.get("countryName")) if isinstance(address, dict) else None
    if found and names.plain(found) in {"MEXICO", "MX", "MEX"}:
        return "MX"
    return found
