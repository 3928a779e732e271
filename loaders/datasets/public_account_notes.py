"""What a reader must know about the public account: caveats, the series break, figures to reproduce.

The caveats say in our words what the footnotes of the workbooks say, and what reading them showed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from loaders.model import Caveat, Check, Measure, SeriesBreak, Text, Where

# Ramo 19 programmes that the workbooks leave out from 2017; `public_account_repairs.toml` holds the rule.
LEFT_OUT: Final = ("J011", "J012", "J017", "J022", "R015", "R023", "T005")

CAVEATS: Final = (
    Caveat(
        "federal_government_only",
        Text(
            "Cubre sólo al Gobierno Federal, en cifras brutas: poderes, órganos autónomos, ramos "
            "administrativos y generales. No incluye al IMSS, al ISSSTE, a Pemex ni a la CFE (ramos 50 a "
            "53), ni resta lo que un ramo transfiere a otro.",
            "It covers the Federal Government only, in gross figures: branches of government, autonomous "
            "bodies, administrative and general ramos. It leaves out the IMSS, the ISSSTE, Pemex and the "
            "CFE (ramos 50 to 53), and does not net out what one agency transfers to another.",
        ),
        ("books",),
    ),
    Caveat(
        "executed_is_paid_plus_adefas",
        Text(
            "«Ejercicio» es lo pagado en el año más las ADEFAS (adeudos de ejercicios fiscales "
            "anteriores). No es el momento «ejercido» de la Ley General de Contabilidad Gubernamental.",
            "“Executed” (Ejercicio) is what was paid in the year plus ADEFAS (debts from previous fiscal "
            "years). It is not the “ejercido” stage of the government accounting law.",
        ),
        ("book_2014_note", "accounting_law"),
    ),
    Caveat(
        "ramo_19_incomplete_since_2017",
        Text(
            "Desde 2017 los libros dejan vacíos siete programas del ramo 19 (J011, J012, J017, J022, R015, "
            "R023 y T005): se muestran como «no reportado», nunca como cero. Sólo el aprobado de R023 "
            "vuelve en 2022 y 2023. En 2021 faltan así 74,804.6 millones de pesos aprobados; según una "
            "fuente secundaria, unos 42,625 millones ejercidos en 2017 y 46,546 en 2018. Los subtotales "
            "del ramo 19 tampoco los incluyen.",
            "Since 2017 the workbooks leave seven programmes of ramo 19 empty (J011, J012, J017, J022, "
            "R015, R023 and T005): they are shown as “not reported”, never as zero. Only the approved "
            "amount of R023 returns in 2022 and 2023. In 2021, 74,804.6 million approved pesos are missing "
            "in this way; by a secondary source, about 42,625 million executed in 2017 and 46,546 in 2018. "
            "The subtotals of ramo 19 leave them out as well.",
        ),
        ("books", "budget_2021", "secondary_2008_2018"),
    ),
    Caveat(
        "ramo_19_gap_2022_2023",
        Text(
            "En 2022 y 2023 lo aprobado del ramo 19 incluye al programa R023 (27,287 y 30,560 millones de "
            "pesos) y los demás momentos no: la diferencia entre lo aprobado y lo ejercido del ramo 19 en "
            "esos años no mide un subejercicio.",
            "In 2022 and 2023 the approved amount of ramo 19 includes programme R023 (27,287 and 30,560 "
            "million pesos) and the other moments do not: the gap between approved and executed of ramo 19 "
            "in those years does not measure underspending.",
        ),
        ("books",),
    ),
    Caveat(
        "zero_or_blank",
        Text(
            "Desde 2015 los libros llenan con cero toda celda sin dato. Fuera del ramo 19, los ceros se "
            "toman como cero: lo ejercido en 2013-2018 coincide programa por programa con una fuente "
            "secundaria y lo aprobado en 2021 con el Presupuesto; en los demás años no hay otro archivo "
            "con qué comprobarlo. En 2013 y 2014 las celdas en blanco se toman como cero sólo donde las "
            "sumas del propio renglón cierran sin ellas.",
            "Since 2015 the workbooks fill every cell without data with zero. Outside ramo 19 zeros are "
            "taken as zero: what was executed in 2013-2018 agrees, programme by programme, with a "
            "secondary source, and what was approved in 2021 with the budget; for the other years no held "
            "file can prove it. In 2013 and 2014 blank cells count as zero only where the sums of their "
            "own row close without them.",
        ),
        ("books", "secondary_2008_2018", "budget_2021"),
    ),
    Caveat(
        "approved_2013_rearranged",
        Text(
            "El aprobado de 2013 se presenta según la reorganización de ese año, no como se aprobó: "
            "Gobernación incluye 41,217 millones de Seguridad Pública; Desarrollo Agrario, Territorial y "
            "Urbano, 13,852 millones de otros ramos; Desarrollo Social suma 363 millones del IMJUVE y del "
            "CONADIS y no incluye 7,717 millones de Hábitat, Rescate de Espacios Públicos y otras "
            "unidades; Hacienda no incluye 6,135 millones de la CONAVI, ni Educación 341 del IMJUVE, ni "
            "Salud 22 del CONADIS. Muchos de los programas recibidos llevan «1-» antes de su código.",
            "The approved amounts of 2013 are presented after that year's reorganisation, not as approved: "
            "Interior includes 41,217 million of Public Security; Agrarian, Territorial and Urban "
            "Development, 13,852 million of other agencies; Social Development adds 363 million of IMJUVE "
            "and CONADIS and leaves out 7,717 million of Hábitat, Rescate de Espacios Públicos and other "
            "units; Finance leaves out 6,135 million of CONAVI, Education 341 of IMJUVE and Health 22 of "
            "CONADIS. Many of the programmes received carry “1-” before their code.",
        ),
        ("book_2013_note",),
    ),
    Caveat(
        "pensions_apart_since_2016",
        Text(
            "Los libros separan «Pensiones y jubilaciones» desde 2016. En 2013-2015 no existe esa columna "
            "y el total es gasto corriente más inversión: el gasto corriente de antes y de después no es "
            "comparable.",
            "The workbooks show “Pensions and retirement” apart from 2016 on. In 2013-2015 there is no "
            "such column and the total is current spending plus investment: current spending before and "
            "after is not comparable.",
        ),
        ("books",),
    ),
    Caveat(
        "approved_and_executed_differ",
        Text(
            "Una diferencia entre lo aprobado y lo ejercido no es por sí misma ahorro, recorte ni exceso. En "
            "2023 Salud ejerció 104,191 millones menos de lo aprobado, lo mismo que baja su presupuesto "
            "modificado; el libro no dice a dónde fue esa diferencia.",
            "A gap between approved and executed is by itself neither thrift, cut nor excess. In 2023 Health "
            "executed 104,191 million less than approved, just what its modified budget falls by; the "
            "workbook does not say where that difference went.",
        ),
        ("book_2023",),
    ),
    Caveat(
        "rounding",
        Text(
            "Los propios libros advierten que las sumas pueden no coincidir por redondeo. Al comprobarlas "
            "todas, sólo 2015 tiene diferencias, de 2 centavos cuando mucho; la tolerancia es de 5 "
            "centavos.",
            "The workbooks themselves warn that sums may not agree because of rounding. When all were "
            "checked, only 2015 had differences, of 2 cents of a peso at most; the tolerance is 5 cents.",
        ),
        ("book_2014_note",),
    ),
    Caveat(
        "negative_amounts",
        Text(
            "Hay modificados negativos (por ejemplo, Senado K025 en 2014 y Fiscalía K022 en "
            "2020): el libro los trae así y no dice por qué.",
            "There are negative modified amounts (for example Senate K025 in 2014 and Attorney "
            "General's K022 in 2020): the workbook has them so and does not say why.",
        ),
        ("books",),
    ),
    Caveat(
        "sources_of_each_moment",
        Text(
            "Según las notas de los libros de 2013 y 2014, lo aprobado y modificado de los poderes y "
            "órganos autónomos viene de los sistemas de la SHCP; lo devengado y el ejercicio, de cada ente "
            "público. Sólo el libro de 2013 y el de 2014 carecen de totales por poder.",
            "By the notes of the 2013 and 2014 workbooks, what was approved and modified for the branches "
            "and autonomous bodies comes from the Finance Ministry's systems; what was accrued and "
            "executed, from each body. Only the 2013 and 2014 workbooks lack totals by branch.",
        ),
        ("book_2013_note", "book_2014_note"),
    ),
)

_BREAK = Text(
    "Desde 2017 los libros dejan fuera siete programas del ramo 19, unos 42,600 millones de pesos "
    "ejercidos ese año: ni el ramo 19 ni la suma de todos los ramos se pueden comparar con años anteriores.",
    "From 2017 the workbooks leave out seven programmes of ramo 19, some 42,600 million pesos executed "
    "that year: neither ramo 19 nor the sum of all agencies can be compared with earlier years.",
)

# Agency None is the sum of all agencies, not each of them.
SERIES_BREAKS: Final = (
    SeriesBreak(2016, 2017, _BREAK, agency_id="aportaciones-seguridad-social"),
    SeriesBreak(2016, 2017, _BREAK),
)

_EXACT = Text(
    "Suma de los programas del ramo en el libro, contra la cifra de su propio subtotal.",
    "Sum of the agency's programmes in the workbook, against the figure of its own subtotal.",
)


def _health(year: int, moment: str, word: Text, expected: str) -> Check:
    return Check(
        id=f"public_account_{year}_salud_{moment}",
        subject="salud",
        title=Text(f"Salud {year}, {word.es}", f"Health {year}, {word.en}"),
        expected=Decimal(expected),
        measure=Measure(
            "account_line",
            "total_mxn",
            (
                Where("fiscal_year", (year,)),
                Where("agency_id", ("salud",)),
                Where("moment", (moment,)),
            ),
        ),
        explanation=_EXACT,
        fiscal_year=year,
    )


def _received(agency_id: str, name: Text, codes: tuple[str, ...], expected: int) -> Check:
    programs = tuple(f"{agency_id}.1-{code}" for code in codes)
    return Check(
        id=f"public_account_2013_{agency_id}_received",
        subject=agency_id,
        title=Text(
            f"{name.es} 2013: aprobado de los programas recibidos de otros ramos",
            f"{name.en} 2013: approved in programmes received from other agencies",
        ),
        expected=Decimal(expected),
        measure=Measure(
            "account_line",
            "total_mxn",
            (
                Where("fiscal_year", (2013,)),
                Where("moment", ("approved",)),
                Where("program_id", programs),
            ),
        ),
        explanation=Text(
            "La cifra de referencia está en la nota al pie del propio libro de 2013.",
            "The reference figure is in the footnote of the 2013 workbook itself.",
        ),
        fiscal_year=2013,
    )


def _no_totals(year: int) -> Check:
    return Check(
        id=f"public_account_{year}_branch_totals",
        subject="legislativo, judicial",
        title=Text(
            f"Cuenta Pública {year}: totales de los poderes y de los órganos autónomos",
            f"Public account {year}: totals of the branches and of the autonomous bodies",
        ),
        expected=None,
        measure=None,
        explanation=Text(
            "El libro de ese año no imprime estos totales; sí el subtotal de cada ente y de cada ramo.",
            "That year's workbook does not print these totals; it does print each entity's and agency's.",
        ),
        fiscal_year=year,
    )


_APPROVED = Text("aprobado", "approved")
_EXECUTED = Text("Ejercicio", "executed")

CHECKS: Final = (
    _health(2013, "approved", _APPROVED, "121834654479.00"),
    _health(2013, "executed", _EXECUTED, "118893909707.87"),
    _health(2018, "approved", _APPROVED, "122557337320.00"),
    _health(2018, "executed", _EXECUTED, "123534133485.22"),
    _health(2023, "approved", _APPROVED, "209616460086.00"),
    _health(2023, "executed", _EXECUTED, "105425429194.11"),
    _received(
        "gobernacion",
        Text("Gobernación", "Interior"),
        ("E001", "E002", "E003", "E004", "E007", "K023", "M001", "O001", "R003", "R006"),
        41_217_172_226,
    ),
    _received(
        "bienestar",
        Text("Desarrollo Social", "Social Development"),
        ("E020", "M001", "O001", "P014", "R012", "U020"),
        362_710_763,
    ),
    _no_totals(2013),
    _no_totals(2014),
    Check(
        id="public_account_2021_ramo_19_left_out",
        subject="aportaciones-seguridad-social",
        title=Text(
            "Ramo 19 en 2021: lo aprobado en los siete programas que la Cuenta Pública deja fuera",
            "Ramo 19 in 2021: approved in the seven programmes that the public account leaves out",
        ),
        expected=Decimal(74_804_606_796),
        measure=Measure(
            "budget_line",
            "approved_mxn",
            (
                Where("fiscal_year", (2021,)),
                Where("program_id", tuple(f"aportaciones-seguridad-social.{code}" for code in LEFT_OUT)),
            ),
        ),
        explanation=Text(
            "Suma de esos programas en el Presupuesto de Egresos 2021: es justo lo que falta en el libro "
            "de 2021.",
            "Sum of those programmes in the budget of 2021: exactly what is missing in the 2021 workbook.",
        ),
        fiscal_year=2021,
    ),
)
