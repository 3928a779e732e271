"""How readers are told which contracts a figure is of, and how many of them enter sums."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dashboard import formats
from dashboard.data import procurement
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Record, Store
from dashboard.i18n import contracts as choices
from dashboard.i18n import procurement as words
from dashboard.i18n.ui import fill
from loaders.model import Text
from loaders.search.schema import NONE
from loaders.states import STATES


def group_name(store: Store, asked: ContractsAsked) -> Text:
    """Return what readers call a group: the dataset's short name, or its title, and the coverage."""
    titles = [source.title for source in store.facts.sources.get(asked.dataset, ())]
    usual = titles[0] if titles else Text(asked.dataset, asked.dataset)
    title = words.SHORT.get(asked.dataset, usual)
    coverage = choices.CHOICES["coverage"][asked.coverage]
    return fill(words.GROUP, title=title, coverage=coverage, only=only(store, asked))


def only(store: Store, asked: ContractsAsked) -> Text:
    """Return what narrows a question, in brackets after a name; nothing if nothing does."""
    if not asked.narrowed:
        return Text("", "")
    told = [
        fill(words.IS, field=words.NARROWED[name], value=member_name(store, name, getattr(asked, name)))
        for name in asked.narrowed
    ]
    return Text(f" ({'; '.join(one.es for one in told)})", f" ({'; '.join(one.en for one in told)})")


def member_name(store: Store, dimension: str, member: str) -> Text:
    """Return what readers call an agency, a kind of purchase or a state."""
    if member == NONE:
        return words.UNIDENTIFIED
    if dimension == "agency":
        return store.facts.agencies[member].name
    if dimension == "category":
        return choices.CHOICES["procurement_category"][member]
    return next(Text(state.name, state.name) for state in STATES if state.state_id == member)


def scope(store: Store, asked: ContractsAsked) -> Text:
    """Return whose figures these are: how many contracts of which group and year."""
    contracts = count(procurement.size(store, asked)["contracts"])
    return fill(words.SCOPE, contracts=contracts, year=asked.year, group=group_name(store, asked))


def entered(store: Store, asked: ContractsAsked) -> Text:
    """Say how many amounts enter sums; of a whole group and year also why others do not."""
    if not asked.narrowed:
        return entering(procurement.amounts(store, asked))
    size = procurement.size(store, asked)
    return fill(words.ENTER, **{name: count(size[name]) for name in ("contracts", "counted")})


def entering(statuses: Mapping[str, Record]) -> Text:
    """Say how many amounts enter sums, and how many do not, by reason."""
    sizes = {status: int(row["contracts"]) for status, row in statuses.items()}
    counted = sum(size for status, size in sizes.items() if status not in words.REASONS)
    told = fill(words.ENTER, contracts=count(sum(sizes.values())), counted=count(counted))
    present = {name: text for name, text in words.REASONS.items() if sizes.get(name)}
    reasons = [
        fill(text, count=count(sizes[name]), amount=_amount(name, statuses[name]))
        for name, text in present.items()
    ]
    if not reasons:
        return told
    listed = Text(", ".join(one.es for one in reasons), ", ".join(one.en for one in reasons))
    left = fill(words.LEFT_OUT, reasons=listed)
    return Text(f"{told.es} {left.es}", f"{told.en} {left.en}")


def _amount(status: str, row: Record) -> Text:
    """Return the sum of what does not enter: in pesos, or as a bare number where no currency is told."""
    if status == "no_currency":
        return _plain(row["amount_original"])
    amount = row["amount_mxn"]
    return Text(formats.money_text(amount, "es"), formats.money_text(amount, "en"))


def _plain(value: Decimal | None) -> Text:
    """Return an amount of no known currency: the number alone."""
    return Text(formats.number(value, "es", 2), formats.number(value, "en", 2))


def count(value: int) -> Text:
    """Return a number as readers of each language write it."""
    return Text(formats.number(value, "es"), formats.number(value, "en"))
