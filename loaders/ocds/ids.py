"""Ids that a process uses again: an award of one release that is another award in the next, another buyer.

The merge takes what a later release says of an id for a correction. It is none where the later release says
it of other contracts only: then each contract keeps the award and the buyer that it was published with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loaders.ocds import plain
from loaders.ocds.plain import Object
from loaders.ocds.vocabulary import fold


@dataclass(frozen=True)
class Reused:
    """What contracts were published with and a later release uses otherwise: by the contract's id."""

    awards: Mapping[str, Object]
    buyers: Mapping[str, Object]

    def __bool__(self) -> bool:
        return bool(self.awards or self.buyers)


NONE_REUSED = Reused({}, {})


def reused(versions: Sequence[Object]) -> Reused:
    """Return the awards and buyers of contracts that a later release of the process says of others only."""
    if len(versions) == 1:
        return NONE_REUSED
    return Reused(_awards(versions), _buyers(versions))


def _awards(versions: Sequence[Object]) -> dict[str, Object]:
    """Walk through the releases: an award that one names for a contract is that contract's."""
    now: dict[str, Object] = {}
    own: dict[str, tuple[str, Object]] = {}
    for body in versions:
        told = {one["id"]: one for one in plain.objects(body.get("awards")) if "published_id" not in one}
        named = _named(body)
        for code, award in told.items():
            merged = {**now.get(code, {}), **award}
            others = [one for one, (award_id, _) in own.items() if award_id == code]
            alone = not named.get(code) or _who(merged) == _who(now.get(code, merged))
            for contract in (*named.get(code, ()), *(others if alone else ())):
                own[contract] = (code, merged)
            now[code] = merged
    return {one: award for one, (code, award) in own.items() if _who(award) != _who(now[code])}


def _named(body: Object) -> dict[str, list[str]]:
    """Return the contracts of a release by the award that they name."""
    made: dict[str, list[str]] = {}
    for contract in plain.objects(body.get("contracts")):
        made.setdefault(str(contract.get("awardID")), []).append(str(contract["id"]))
    return made


def _who(award: Object) -> frozenset[str]:
    """Return who supplies by an award: tax codes, what stands for a person's, or names."""
    return frozenset(_identity(one, ("rfc", "same", "name")) for one in plain.objects(award.get("suppliers")))


def _identity(one: Object, names: Iterable[str]) -> str:
    return next((fold(str(one[name])) for name in names if one.get(name)), "")


def _buyers(versions: Sequence[Object]) -> dict[str, Object]:
    """Return the buyers of contracts that the last release with a buyer does not have, and are others."""
    own: dict[str, Object] = {}
    last: Object = {}
    for body in versions:
        last = plain.inner(body, "buyer") or last
        for contract in plain.objects(body.get("contracts")):
            own[str(contract["id"])] = last
    told = {one: buyer for one, buyer in own.items() if buyer and last}
    return {one: buyer for one, buyer in told.items() if not _same_buyer(buyer, last)}


def _same_buyer(one: Object, other: Object) -> bool:
    """Say whether two are one buyer: by their codes where both have one, else by their names."""
    name = "code" if one.get("code") and other.get("code") else "name"
    return _identity(one, (name,)) == _identity(other, (name,))
