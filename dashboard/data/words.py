"""Words that travel inside a Result: column labels, scopes and notes, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.data.result import State
from loaders.model import Text

# The word of each state in a cell, and what it means, in one line.
STATES: Mapping[State, Text] = {
    State.VALUE: Text("valor", "value"),
    State.NOT_REPORTED: Text("no reportado", "not reported"),
    State.WITHHELD: Text("retenido", "withheld"),
    State.NOT_APPLICABLE: Text("no aplica", "does not apply"),
    State.NOT_HELD: Text("fuera de estos datos", "not in these data"),
}
STATE_MEANINGS: Mapping[State, Text] = {
    State.VALUE: Text("hay una cifra, y cero es una", "there is a figure, and zero is one"),
    State.NOT_REPORTED: Text(
        "la fuente no da la cifra; no es cero", "the source does not give the figure; it is not zero"
    ),
    State.WITHHELD: Text(
        "la cifra se puede calcular, pero engañaría", "the figure can be worked out, but would mislead"
    ),
    State.NOT_APPLICABLE: Text("aquí la cifra no tiene sentido", "the figure has no meaning here"),
    State.NOT_HELD: Text(
        "este tablero no tiene el archivo que la daría", "this dashboard does not hold the file that has it"
    ),
}


def state_of(measure: Text) -> Text:
    """Head the column that says which state each cell of a measure is in."""
    return Text(f"{measure.es}: estado", f"{measure.en}: state")


def reason_of(measure: Text) -> Text:
    """Head the column that says why a cell of a measure has no number."""
    return Text(f"{measure.es}: razón", f"{measure.en}: reason")


ID = Text("Identificador", "Identifier")
CODE = Text("Clave", "Code")
YEAR = Text("Ejercicio fiscal", "Fiscal year")
DIFFERENCE = Text("Ejercicio menos aprobado", "Ejercicio minus approved")
DIFFERENCE_SHARE = Text("Diferencia relativa", "Relative difference")
ECONOMIC = {
    "current": Text("Gasto corriente", "Current spending"),
    "pensions": Text("Pensiones y jubilaciones", "Pensions"),
    "investment": Text("Gasto de inversión", "Investment"),
}
DIMENSIONS = {
    "agency": Text("Ramo", "Agency (ramo)"),
    "program": Text("Programa presupuestario", "Budget programme"),
    "economic_type": Text("Tipo de gasto", "Economic type"),
    "unit": Text("Unidad responsable", "Responsible unit"),
    "functional_group": Text("Finalidad", "Purpose (finalidad)"),
    "function": Text("Función", "Function"),
    "subfunction": Text("Subfunción", "Subfunction"),
    "chapter": Text("Capítulo de gasto", "Chapter of expenditure"),
    "concept": Text("Concepto de gasto", "Concept of expenditure"),
    "generic_object": Text("Partida genérica", "Generic object"),
    "specific_object": Text("Partida específica", "Specific object"),
    "expense_type": Text("Tipo de gasto (clave)", "Expense type"),
    "funding_source": Text("Fuente de financiamiento", "Funding source"),
    "state": Text("Entidad federativa", "State"),
}
SCOPES = {
    "federal": Text(
        "Gobierno Federal, sin IMSS, ISSSTE, Pemex ni CFE; cifras brutas",
        "Federal Government, without IMSS, ISSSTE, Pemex and CFE; gross figures",
    ),
    "gross": Text(
        "Sector público presupuestario (PEF), con IMSS, ISSSTE, Pemex y CFE; cifras brutas",
        "Budgeted public sector (PEF), with IMSS, ISSSTE, Pemex and CFE; gross figures",
    ),
    "net": Text(
        "Sector público presupuestario (PEF), con IMSS, ISSSTE, Pemex y CFE; cifras netas",
        "Budgeted public sector (PEF), with IMSS, ISSSTE, Pemex and CFE; net figures",
    ),
    "account": Text(
        "Sector público presupuestario (Cuenta Pública clave por clave), con IMSS, ISSSTE, Pemex y CFE; "
        "cifras brutas",
        "Budgeted public sector (public account key by key), with IMSS, ISSSTE, Pemex and CFE; gross figures",
    ),
    "draft": Text(
        "Sector público presupuestario (proyecto de PEF), con IMSS, ISSSTE, Pemex y CFE; cifras brutas",
        "Budgeted public sector (draft budget), with IMSS, ISSSTE, Pemex and CFE; gross figures",
    ),
    "quarterly": Text(
        "Avance trimestral del gasto, cifras brutas y preliminares",
        "Quarterly progress of spending, gross and preliminary figures",
    ),
}
# Until then the account key by key leaves out the ramos 50 to 53.
ACCOUNT_WITHOUT_ENTITIES = Text(
    "Gobierno Federal (Cuenta Pública clave por clave), sin IMSS, ISSSTE, Pemex ni CFE; cifras brutas",
    "Federal Government (public account key by key), without IMSS, ISSSTE, Pemex and CFE; gross figures",
)
TRANSFERS = Text(
    "Una diferencia entre lo aprobado y el Ejercicio no es por sí misma ahorro ni exceso: el presupuesto se "
    "modifica durante el año, y los archivos no dicen por qué.",
    "A difference between approved and Ejercicio is by itself neither thrift nor excess: the budget is "
    "modified during the year, and the files do not say why.",
)
HEADQUARTERS = Text(
    "La entidad es la que registra la clave presupuestaria; la fuente no dice en cuál se usa el dinero. "
    "Por eso no se ofrece un orden por habitante.",
    "The state is the one registered in the budget key; the source does not say in which one the money is "
    "used. That is why no per-head ranking is offered.",
)


def real_change(year: int) -> Text:
    """Head the column of the real change on `year`."""
    return Text(f"Cambio real frente a {year}", f"Real change on {year}")


def change_between(first: int, last: int) -> Text:
    """Head the column of the real change between two years."""
    return Text(f"Cambio real {first}-{last}", f"Real change {first}-{last}")


def without_code(dimension: Text, pesos: Text, share: Text, year: int) -> Text:
    """Say how much of a year the source gives without a code of a dimension: it is in no row."""
    return Text(
        f"{year}: la fuente no reporta «{dimension.es}» de {pesos.es} pesos corrientes ({share.es} del "
        "total); no están en ninguna fila.",
        f"{year}: the source does not report “{dimension.en}” of {pesos.en} current pesos ({share.en} of the "
        "total); they are in no row.",
    )


def not_reported(agency: Text, years: Iterable[int]) -> Text:
    """Say that some programmes of an agency are not reported in some years: its sum is partial."""
    listed = ", ".join(map(str, sorted(years)))
    return Text(
        f"{agency.es}: la fuente no reporta todos los programas en {listed}; su suma es parcial "
        "(no reportado no es cero).",
        f"{agency.en}: the source does not report all programmes in {listed}; its sum is partial "
        "(not reported is not zero).",
    )


BOTH_REPORTED = Text(
    "Aprobado y Ejercicio suman aquí solo los programas que reportan ambos.",
    "Approved and Ejercicio add up here only the programmes that report both.",
)
SHARES = Text("porcentaje del total: no depende de los precios", "share of the total: free of prices")
SHARES_OF_GDP = Text(
    "porcentaje del PIB nacional del mismo año, a precios corrientes",
    "per cent of the national GDP of the same year, at current prices",
)
NOMINAL = Text("pesos corrientes de cada año", "current pesos of each year")


def constant(base: int) -> Text:
    """Say that pesos are constant ones of a base year."""
    return Text(f"pesos constantes de {base}", f"constant {base} pesos")


def price_kind(kind: str, base: int) -> Text:
    """Say that the price index of the base year is projected, or that its source does not say."""
    if kind == "projected":
        return Text(
            f"El deflactor de {base} es una proyección de la SHCP; con ella cambiarán estos montos.",
            f"The deflator of {base} is a projection by SHCP; these amounts will change with it.",
        )
    return Text(
        f"La fuente del deflactor no dice si su valor de {base} es observado o estimado.",
        f"The source of the deflator does not say whether its value of {base} is observed or estimated.",
    )


def pensions_within_current(years: Iterable[int]) -> Text:
    """Say in which years pensions are part of current spending."""
    listed = ", ".join(map(str, sorted(years)))
    return Text(
        f"En {listed} la fuente no separa pensiones y jubilaciones: están dentro del gasto corriente.",
        f"In {listed} the source does not report pensions apart: they are within current spending.",
    )


def other_programmes(name: str, before: int, after: int) -> Text:
    """Say that two years of a key do not report the same programmes, so no line joins them."""
    return Text(
        f"{name}: entre {before} y {after} cambia qué programas reporta la fuente.",
        f"{name}: between {before} and {after} the programmes that the source reports change.",
    )


def other_name(was: str, last: int, now: str, first: int, why: Text) -> Text:
    """Say which two names a programme's code had, until and since which year, and what that means."""
    return Text(
        f"hasta {last}, «{was}»; desde {first}, «{now}». {why.es}",
        f"until {last}, “{was}”; from {first}, “{now}”. {why.en}",
    )


def other_place(was: str, last: int, now: str, first: int, why: Text) -> Text:
    """Say which two codes, agencies included, a programme had, until and since which year, and why."""
    return Text(
        f"Un programa con dos claves: hasta {last}, {was}; desde {first}, {now}. {why.es}",
        f"One programme with two codes: until {last}, {was}; from {first}, {now}. {why.en}",
    )


OF_THE_WHOLE = {
    "federal": Text("Parte del total del Gobierno Federal", "Share of the Federal Government's total"),
    "gross": Text("Parte del total del PEF bruto", "Share of the gross PEF total"),
    "net": Text("Parte del total del PEF neto", "Share of the net PEF total"),
    "account": Text("Parte del total de la Cuenta Pública", "Share of the public account's total"),
    "draft": Text("Parte del total del proyecto", "Share of the draft's total"),
    "quarterly": Text("Parte del total del avance", "Share of the total of the quarterly report"),
}
OF_WHAT_IS_SHOWN = Text("Parte de lo que se muestra", "Share of what is shown")
NOTE = Text("Nota", "Note")
WARNING = Text("Advertencia", "Warning")
PARTIAL = Text("suma parcial: hay programas no reportados", "partial sum: some programmes are not reported")
NOT_COMPARABLE = Text("no comparable", "not comparable")
NOT_THERE = Text("no aparece", "not listed")
NO_NAME = Text("sin nombre en la fuente", "no name in the source")
WHOLE_IS_ZERO = Text("el total es cero", "the whole is zero")
NOT_IN_DRAFT = Text("no está en el proyecto", "not in the draft")
NOT_APPROVED = Text("no está en lo aprobado", "not in what was approved")


def not_there(years: Iterable[int]) -> Text:
    """Say in which years the source does not list something."""
    listed = ", ".join(map(str, sorted(years)))
    return Text(f"no aparece en {listed}", f"not listed in {listed}")


def no_base(year: int) -> Text:
    """Say that no change can be worked out on a year whose amount is zero or below."""
    return Text(f"en {year} no es mayor que cero", f"not above zero in {year}")


def no_moment(year: int) -> Text:
    """Say that the file of a year does not have a moment."""
    return Text(f"el archivo de {year} no trae este momento", f"the file of {year} lacks this stage")


def no_file(year: int) -> Text:
    """Say that no file of a year is held."""
    return Text(f"no se tiene archivo de {year}", f"no file of {year} is held")


def no_deflator(years: Iterable[int]) -> Text:
    """Say that the price index of one of these years is not held."""
    listed = ", ".join(map(str, sorted(years)))
    return Text(f"no se tiene el deflactor de {listed}", f"no deflator of {listed} is held")


def no_gdp(year: int) -> Text:
    """Say that the GDP of a year is not held."""
    return Text(f"no se tiene el PIB de {year}", f"no GDP of {year} is held")


def no_population(year: int) -> Text:
    """Say that the population of a year is not held."""
    return Text(f"no se tiene la población de {year}", f"no population of {year} is held")


CHANGES = Text(
    "Un cambio grande no dice por sí mismo que se gaste más o menos: el libro de 2013, por ejemplo, anota "
    "programas que pasaron de un ramo a otro. De los demás cambios, los archivos no dicen por qué.",
    "A large change does not by itself say that more or less is spent: the 2013 workbook, for one, notes "
    "programmes that went from one agency to another. Of other changes, the files do not say why.",
)
# States as the source names them, where an English reader needs a translation.
STATES_EN = {"33": "Abroad", "34": "Not attributed to a state"}
# What must be said beside the figures of some years, by the code of the dataset's caveat.
OF_YEARS = {
    2013: ("approved_2013_rearranged",),
    2022: ("ramo_19_gap_2022_2023",),
    2023: ("ramo_19_gap_2022_2023",),
}


def absent(names: Iterable[Text], years: Iterable[int]) -> Text:
    """Say which chosen agencies have no row in the years shown."""
    listed, chosen = ", ".join(map(str, sorted(years))), list(names)
    return Text(
        f"{', '.join(name.es for name in chosen)}: la fuente no trae este ramo en {listed}.",
        f"{', '.join(name.en for name in chosen)}: the source does not list this agency in {listed}.",
    )


def renamed(agency: Text, names: Iterable[tuple[str, str]]) -> Text:
    """Say how an agency was called over the years shown; `names` are (years, official name)."""
    listed = "; ".join(f"{name} ({years})" for years, name in names)
    return Text(f"{agency.es} se ha llamado: {listed}.", f"{agency.en} has been called: {listed}.")


def stood_in(years: Iterable[int]) -> Text:
    """Say for which years the account key by key stands in for a workbook, and which of both counts."""
    listed = ", ".join(map(str, sorted(years)))
    return Text(
        f"{listed}: de la Cuenta Pública clave por clave, sin IMSS, ISSSTE, Pemex ni CFE, porque no se tiene "
        "el libro de esos años; donde hay libro, cuenta el libro.",
        f"{listed}: from the public account key by key, without IMSS, ISSSTE, Pemex and CFE, since the "
        "workbook of those years is not held; where there is a workbook, it is the one that counts.",
    )


def up_to_quarter(year: int, quarter: int) -> Text:
    """Say up to which quarter of a year the figures go."""
    return Text(
        f"Cifras preliminares de {year} hasta el trimestre {quarter}; los trimestres no se suman entre sí.",
        f"Preliminary figures of {year} up to quarter {quarter}; quarters are not added up.",
    )


DRAFT_AND_APPROVED = Text(
    "El proyecto lo propone el Ejecutivo y lo aprueba, con cambios, la Cámara de Diputados. Ambos en cifras "
    "brutas.",
    "The Executive proposes the draft, and the Chamber of Deputies approves it with changes. Both are gross "
    "figures.",
)
PROPOSED_DIFFERENCE = Text("Aprobado menos proyecto", "Approved minus proposed")
