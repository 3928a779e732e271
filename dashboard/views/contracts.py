"""The views of *Contratos*, in the order in which the page shows them."""

from __future__ import annotations

from dashboard.charts.model import GroupedBars, RankingBars, TimeSeries
from dashboard.data import contract_answers as answers
from dashboard.views.model import ContractView
from loaders.model import Text

_SHARES = ("share_of_contracts", "share_of_amount")
# What is summed up at build: by procedure and month for each agency and kind, and by scope for each value.
_SUMMED = (("agency",), ("category",), ("agency", "category"))
_SCOPED = (("agency",), ("state",))
VIEWS = (
    ContractView(
        slug="procedimientos",
        question=Text("¿Cómo se contrató?", "How were contracts awarded?"),
        title=Text(
            "Contratos y monto por procedimiento, {year}: {group}",
            "Contracts and amount by procedure, {year}: {group}",
        ),
        ask=answers.methods,
        chart=GroupedBars("id", "name", _SHARES),
        field="method",
        leads_to="method",
        narrows=_SUMMED,
        without_one=True,
    ),
    ContractView(
        slug="tendencia",
        question=Text(
            "¿Qué parte de los contratos se adjudicó directamente, año con año?",
            "What share of contracts was awarded directly, year by year?",
        ),
        title=Text(
            "Contratos por adjudicación directa, en porcentaje de los contratos de cada año: {group}",
            "Contracts awarded directly, as a share of the contracts of each year: {group}",
        ),
        ask=answers.trend,
        chart=TimeSeries("id", "name", "fiscal_year", "direct_share"),
        field="method",
        every_year=True,
        narrows=_SCOPED,
    ),
    ContractView(
        slug="ramos",
        question=Text("¿Qué ramos compran más?", "Which agencies buy the most?"),
        title=Text(
            "Ramos por el monto de sus contratos, {year}: {group}",
            "Agencies by the amount of their contracts, {year}: {group}",
        ),
        ask=answers.agencies,
        chart=RankingBars("id", "name", "amount_mxn", limit=15),
        field="agency",
        leads_to="agency",
        narrows=(("category",),),
        apart="agency",
    ),
    ContractView(
        slug="tipos",
        question=Text("¿Qué se contrata?", "What is bought?"),
        title=Text(
            "Contratos y monto por lo que se contrata, {year}: {group}",
            "Contracts and amount by what is bought, {year}: {group}",
        ),
        ask=answers.categories,
        chart=GroupedBars("id", "name", _SHARES),
        field="category",
        leads_to="category",
        narrows=(("agency",),),
        without_one=True,
        apart="category",
    ),
    ContractView(
        slug="compradores",
        question=Text("¿Quién compra más?", "Who buys the most?"),
        title=Text(
            "Unidades compradoras por el monto de sus contratos, {year}: {group}",
            "Procuring units by the amount of their contracts, {year}: {group}",
        ),
        ask=answers.buyers,
        chart=RankingBars("id", "name", "amount_mxn", limit=15),
        field="procuring_unit",
        leads_to="unit",
        narrows=(("agency",),),
        without_one=True,
    ),
    ContractView(
        slug="proveedores",
        question=Text("¿A quién se le compra más?", "Who sells the most?"),
        title=Text(
            "Los diez proveedores con más monto, {year}: {group}",
            "The ten suppliers with the largest amounts, {year}: {group}",
        ),
        ask=answers.suppliers,
        chart=RankingBars("id", "name", "amount_mxn"),
        field="supplier",
        leads_to="supplier",
        narrows=_SCOPED,
    ),
    ContractView(
        slug="concentracion",
        question=Text("¿En cuántos proveedores se reparte?", "Over how many suppliers is it spread?"),
        title=Text(
            "Concentración de proveedores por unidad compradora, índice IHH, {year}: {group}",
            "Concentration of suppliers by procuring unit, HHI, {year}: {group}",
        ),
        ask=answers.concentration,
        chart=RankingBars("id", "name", "hhi", limit=15),
        field="procuring_unit",
        leads_to="unit",
        narrows=(("agency",),),
    ),
    ContractView(
        slug="calendario",
        question=Text("¿En qué meses se firma?", "In which months are contracts signed?"),
        title=Text(
            "Contratos y monto por mes de la firma, {year}: {group}",
            "Contracts and amount by month of signing, {year}: {group}",
        ),
        ask=answers.calendar,
        chart=GroupedBars("id", "name", _SHARES),
        field="month",
        narrows=_SUMMED,
        without_one=True,
    ),
    ContractView(
        slug="entidades",
        question=Text("¿Y en mi estado?", "And in my state?"),
        title=Text(
            "Entidades por el monto de los contratos que dicen la suya, {year}: {group}",
            "States by the amount of the contracts that tell theirs, {year}: {group}",
        ),
        ask=answers.states,
        chart=RankingBars("id", "name", "amount_mxn", limit=15),
        field="state",
        leads_to="state",
        apart="state",
    ),
)
