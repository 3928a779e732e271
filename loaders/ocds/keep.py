"""What is kept of a release: the parts that contracts are made of, under the names of the standard.

Everything else is knowingly left out: documents, items, milestones, quotes, contacts, addresses, tenderers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from loaders.contracts import vocabulary
from loaders.model import Correction, Text
from loaders.ocds import budget, plain
from loaders.ocds.people import Parties, People
from loaders.ocds.plain import Object, inner, objects
from loaders.ocds.vocabulary import is_municipal, meaning

Made = dict[str, Any]

_REPEATED = Text(
    "Dos partes de la misma entrega tienen la misma clave: se conservan las dos, numeradas.",
    "Two parts of one release have the same id: both are kept, numbered.",
)
_PLACEHOLDER = Text(
    "Contrato sin título, fecha, monto ni proveedor: es un hueco del formato, no un contrato.",
    "A contract without title, date, amount and supplier: a gap of the form, not a contract.",
)
_ALONE = Text(
    "Adjudicación sin contrato en la entrega: queda en el procedimiento, no se cuenta como contrato.",
    "An award without a contract in the release: it stays with the procedure and is not counted as a "
    "contract.",
)
_UNEVEN = Text(
    "Las sumas por fuente, unidad y partida de un momento del gasto no coinciden.",
    "The sums by fund, unit and object of a stage of spending differ.",
)
_ODD = Text(
    "Clasificación o momento del gasto desconocido: no se lee.",
    "An unknown classification or stage of spending: it is not read.",
)
_METHODS = Text(
    "El código del procedimiento y su descripción no dicen lo mismo: vale la descripción.",
    "The code of the procedure and its description say different things: the description holds.",
)
_WORD = Text(
    "Palabra que no está en el vocabulario: queda sin clasificar.",
    "A word that is not in the vocabulary: it stays unclassified.",
)
_DATE = Text("Fecha imposible: se guarda vacía.", "Impossible date: stored as empty.")
_AMOUNT = Text("Monto ilegible: se guarda vacío.", "Unreadable amount: stored as empty.")


@dataclass(frozen=True)
class Kept:
    """A release as it is kept, and what was repaired or passed over in it."""

    body: Made
    corrections: tuple[Correction, ...]


class Keeper:
    """Reduces the releases of one file."""

    def __init__(self) -> None:
        self._people = People()

    def keep(self, release: Object, position: int) -> Kept:
        """Return what is kept of a release; `position` is its place in the file."""
        one = _Release(release, Parties(release, self._people, position), position)
        body = {
            "buyer": one.buyer(),
            "tender": one.tender(),
            "awards": one.awards(),
            "contracts": one.contracts(),
            "approved": one.breakdown(inner(release, "planning", "budget").get("budgetBreakdown")),
        }
        return Kept({key: part for key, part in body.items() if part}, tuple(one.corrections))


class _Release:
    def __init__(self, release: Object, parties: Parties, position: int) -> None:
        self._release, self._parties, self._position = release, parties, position
        self.corrections: list[Correction] = []

    def _note(self, code: str, what: Text, before: object, after: str = "") -> None:
        shown = plain.text(before) or ""
        self.corrections.append(Correction(self._position, code, what, shown, after))

    def _day(self, given: object) -> str | None:
        found = plain.day(given)
        if found is None and plain.text(given):
            self._note("bad_date", _DATE, given)
        return found

    def _amount(self, value: Object) -> dict[str, str]:
        found = plain.amount(value)
        if "amount" not in found and plain.text(value.get("amount")):
            self._note("unreadable_amount", _AMOUNT, value.get("amount"))
        return found

    def _meaning(self, kind: str, said: Sequence[str | None], code: str | None) -> str | None:
        """Return what the publisher's words mean; those that are nowhere declared are told."""
        found = meaning(kind, said, code)
        if found is None and (told := [word for word in (*said, code) if word]):
            self._note("unknown_word", _WORD, told[0])
        return found

    def buyer(self) -> Made:
        found = self._parties.buyer(inner(self._release, "buyer"))
        return {**found, "municipal": True} if is_municipal(found.get("name")) else dict(found)

    def tender(self) -> Made:
        tender = inner(self._release, "tender")
        return _filled(
            id=plain.text(tender.get("id")),
            title=plain.text(tender.get("title")),
            description=plain.text(tender.get("description")),
            status=plain.text(tender.get("status")),
            unit=self._parties.buyer(inner(tender, "procuringEntity")),
            start=self._day(inner(tender, "tenderPeriod").get("startDate")),
            end=self._day(inner(tender, "tenderPeriod").get("endDate")),
            clarified=_first_day(tender.get("clarificationMeetings")),
            **self._method(tender),
            **self._category(tender),
        )

    def _method(self, tender: Object) -> Made:
        said = [plain.text(tender.get(name)) for name in ("procurementMethodDetails", "metodoDeAdquisicion")]
        rationale = plain.text(tender.get("procurementMethodRationale"))
        code = plain.text(tender.get("procurementMethod"))
        method = meaning("method", (rationale,), None) or self._meaning("method", said, code)
        if method and code and meaning("method", (), code) not in (method, "other"):
            self._note("method_disagrees", _METHODS, code, method)
        published = next((word for word in said if word), code)
        return {"method": method, "method_published": published, "rationale": rationale}

    def _category(self, tender: Object) -> Made:
        extra = tender.get("additionalProcurementCategories")
        more = [plain.text(word) for word in extra] if isinstance(extra, list) else []
        # GACM says what it buys where the scheme of its publisher should be.
        scheme = plain.text(inner(self._release, "packageInfo", "publisher").get("scheme"))
        known = scheme if meaning("category", (scheme,), scheme) else None
        category = plain.text(tender.get("mainProcurementCategory")) or known
        found = self._meaning("category", (*more, category), category)
        return {"category": found, "category_published": category}

    def awards(self) -> list[Made]:
        return self._numbered("awards", (self._award(one) for one in objects(self._release.get("awards"))))

    def _award(self, award: Object) -> Made:
        return _filled(
            id=plain.text(award.get("id")),
            status=plain.text(award.get("status")),
            date=self._day(award.get("date")),
            value=self._amount(inner(award, "value")),
            suppliers=[self._parties.supplier(one) for one in objects(award.get("suppliers"))],
        )

    def contracts(self) -> list[Made]:
        found = [self._contract(one) for one in objects(self._release.get("contracts"))]
        whole = [one for one in found if not _is_placeholder(one)]
        for one in found:
            if _is_placeholder(one):
                self._note("placeholder_contract", _PLACEHOLDER, one.get("id"))
        if not whole:
            for award in objects(self._release.get("awards")):
                self._note("award_without_contract", _ALONE, award.get("id"))
        return self._numbered("contracts", whole)

    def _contract(self, contract: Object) -> Made:
        details = inner(contract, "contractDetails")
        return _filled(
            id=plain.text(contract.get("id")),
            awardID=plain.text(contract.get("awardID")),
            title=plain.text(contract.get("title")),
            description=plain.text(contract.get("description")),
            status=self._status(contract),
            signed=self._day(contract.get("dateSigned")),
            start=self._day(inner(contract, "period").get("startDate")),
            end=self._day(inner(contract, "period").get("endDate")),
            value=self._value(contract),
            least=plain.amount(inner(details, "minValue")),
            most=plain.amount(inner(details, "maxValue")),
            multiannual=_flag(contract.get("multiYear"), details.get("multiyear")),
            suppliers=[self._parties.supplier(one) for one in objects(contract.get("suppliers"))],
            buyers=[self._parties.buyer(one) for one in objects(contract.get("buyers"))],
            budget=self.breakdown(inner(contract, "implementation").get("budgetBreakdown")),
            payments=self._numbered("transactions", budget.payments(contract)),
            amendments=self._numbered("amendments", _amendments(contract)),
        )

    def _status(self, contract: Object) -> str | None:
        said = plain.text(contract.get("status"))
        if said and vocabulary.meaning("standing", said) is None:
            self._note("unknown_word", _WORD, said)
        return said

    def _value(self, contract: Object) -> dict[str, str]:
        """Return the amount of a contract: its value; where only one with tax is given, that.

        The rate of another currency may stand in the federal publisher's `originalCurrencyValue`.
        """
        found = self._amount(inner(contract, "value") or inner(contract, "valueWithTax"))
        return found or self._amount(inner(contract, "contractDetails", "originalCurrencyValue"))

    def breakdown(self, given: object) -> list[dict[str, str]]:
        found = budget.Breakdown(given)
        for one in found.uneven:
            self._note("uneven_breakdown", _UNEVEN, one)
        for one in found.odd:
            self._note("unknown_classification", _ODD, one)
        return found.rows

    def _numbered(self, part: str, given: Iterable[Made]) -> list[Made]:
        """Give parts of one release different ids: the merge would take two with the same id for one."""
        seen: dict[str, int] = {}
        made = []
        for place, one in enumerate(given, 1):
            code = one.get("id") or f"sin-clave-{place}"
            seen[code] = seen.get(code, 0) + 1
            unique = code if seen[code] == 1 else f"{code} ({seen[code]})"
            if unique != code:
                self._note(f"repeated_{part}", _REPEATED, code, unique)
            renamed = {} if unique == code else {"published_id": code}
            made.append({**one, "id": unique, **renamed})
        return made


def contract_pesos(contracts: Sequence[Made]) -> Decimal | None:
    """Return the sum of the contracts in pesos; None when none is."""
    found = [
        plain.pesos(Decimal(one["value"]["amount"]))
        for one in contracts
        if one.get("value", {}).get("currency") == "MXN" and "amount" in one["value"]
    ]
    whole = sum(found, Decimal(0))
    return whole if found and plain.fits(whole) else None


def _filled(**parts: Any) -> Made:
    return {key: part for key, part in parts.items() if part not in (None, "", [], {})}


def _flag(*given: object) -> bool | None:
    return next((one for one in given if isinstance(one, bool)), None)


def _first_day(meetings: object) -> str | None:
    days = [found for one in objects(meetings) if (found := plain.day(one.get("date")))]
    return min(days, default=None)


def _amendments(contract: Object) -> Iterator[Made]:
    for place, one in enumerate(objects(contract.get("amendments")), 1):
        yield _filled(
            id=plain.text(one.get("id")) or str(place),
            date=plain.day(one.get("date")),
            description=plain.text(one.get("description")) or plain.text(one.get("rationale")),
        )


def _is_placeholder(contract: Made) -> bool:
    told = {"title", "description", "signed", "start", "end", "suppliers", "budget"} & set(contract)
    return not told and Decimal(contract.get("value", {}).get("amount", 0)) == 0
