"""The merge against what publishers print themselves, and against the releases it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import sqlalchemy as sa

from loaders.comparisons import NOT_LOADED
from loaders.findings import Finding, money
from loaders.model import Check, Text
from loaders.ocds.rows import DATASET_ID
from loaders.schema import table

_CENT = Decimal("0.01")


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield the checks of OCDS: dataset, what was expected, and the figure found (None = not held)."""
    yield _processes(connection)
    yield _compiled(connection)
    yield _committed(connection)


def _finding(
    check_id: str, words: tuple[Text, Text], expected: object, found: object, *, explained: bool = False
) -> Finding:
    """Return a finding; `words` are its title and explanation. Nothing expected = no such file is held."""
    title, why = words if expected is not None else (words[0], NOT_LOADED)
    check = Check(check_id, "ocds", title, money(expected), None, why, tolerance=_CENT, explained=explained)
    return DATASET_ID, check, money(found)


def _processes(connection: sa.Connection) -> Finding:
    """Every process of the releases that are merged has one procedure."""
    held, made = table("ocds_release"), table("procedure")
    merged = held.c.release_kind != "publisher_check"
    processes = sa.select(sa.func.count(held.c.process_id.distinct())).where(merged)
    procedures = sa.select(sa.func.count()).where(made.c.dataset_id == DATASET_ID)
    expected = connection.execute(processes).scalar()
    title = Text(
        "OCDS: procesos de las entregas contra procedimientos combinados",
        "OCDS: processes of the releases against merged procedures",
    )
    why = Text("La unidad son procesos.", "The unit is processes.")
    found = connection.execute(procedures).scalar()
    return _finding("ocds_processes", (title, why), expected or None, found)


def _compiled(connection: sa.Connection) -> Finding:
    """Contracts in pesos of the versions that publishers compiled, against ours of the same processes."""
    held, made = table("ocds_release"), table("contract")
    printed = held.c.release_kind == "publisher_check"
    theirs = sa.select(sa.func.sum(held.c.amount_mxn)).where(printed, held.c.process_id.in_(_as_late()))
    processes = sa.select(held.c.ocid).where(printed, held.c.process_id.in_(_as_late()))
    ours = sa.select(sa.func.sum(made.c.amount_original)).where(
        made.c.dataset_id == DATASET_ID, made.c.currency == "MXN", made.c.ocid.in_(processes)
    )
    title = Text(
        "OCDS: montos de las versiones compiladas por quien publica contra los de nuestra combinación",
        "OCDS: amounts of the versions compiled by publishers against those of our merge",
    )
    why = Text(
        "Se comparan los procesos que traen sus entregas y una versión compilada tan nueva como la última.",
        "Processes are compared that bring both their releases and a compiled version as late as the last "
        "one.",
    )
    expected, found = connection.execute(theirs).scalar(), connection.execute(ours).scalar()
    return _finding("ocds_compiled", (title, why), expected, found)


def _as_late() -> sa.Select[tuple[str]]:
    """Return the processes whose compiled version is as late as their last release in any file."""
    held = table("ocds_release")
    printed = sa.case((held.c.release_kind == "publisher_check", held.c.released_at))
    last = sa.case((held.c.release_kind != "publisher_check", held.c.released_at))
    late = sa.func.max(printed) >= sa.func.max(last)
    return sa.select(held.c.process_id).group_by(held.c.process_id).having(late)


def _committed(connection: sa.Connection) -> Finding:
    """What is committed by programme against the amounts of the same contracts."""
    spent, made = table("contract_spending"), table("contract")
    committed = sa.and_(spent.c.stage == "committed", spent.c.contract_id.is_not(None))
    theirs = sa.select(sa.func.sum(spent.c.amount_mxn)).where(committed)
    identities = sa.select(spent.c.contract_id).where(committed)
    ours = sa.select(sa.func.sum(made.c.amount_mxn)).where(made.c.contract_id.in_(identities))
    title = Text(
        "OCDS federal: monto de los contratos contra lo comprometido por programa",
        "Federal OCDS: amount of the contracts against what is committed by programme",
    )
    why = Text(
        "Cada peso comprometido se cuenta una vez, en su partida. Un contrato que se paga en varios años "
        "compromete cada año su parte.",
        "Each committed peso is counted once, in its object of expenditure. A contract that is paid over "
        "several "
        "years commits its part each year.",
    )
    expected, found = connection.execute(ours).scalar(), connection.execute(theirs).scalar()
    return _finding("ocds_committed", (title, why), expected, found, explained=True)
