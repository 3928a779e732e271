"""A store of small synthetic files of several generations, as a reader meets it."""

from __future__ import annotations

from pathlib import Path

from loaders.home import Home
from tests.loaders.flat_files import ACCOUNT, ADVANCE, DRAFT, LABELS, PEF, SHORT
from tests.loaders.held import book, filled, keys, written

SALUD = {"ramo": "12", "modality": "E", "programme": "23"}
MARINA = {"ramo": "13", "ramo_name": "Marina", "unit": "100", "unit_name": "Secretaría", "programme": "4"}
IMSS = {"ramo": "50", "ramo_name": "IMSS", "unit": "GYR", "unit_name": "IMSS", "programme": "1"}
AGRARIAN = {"ramo": "15", "ramo_name": "Reforma Agraria", "unit": "100", "programme": "7"}


def files(folder: Path) -> Path:
    """Write one file of each kind; no figure in them is real."""
    written(
        folder,
        "Cuenta_Publica_2008.csv",
        (*LABELS, "Aprobado", "Ejercido"),
        keys((SALUD, "80"), (AGRARIAN, "15"), year=2008),
    )
    for year, pesos in ((2022, "1000"), (2024, "110")):
        rows = keys((SALUD, pesos), (MARINA, "60"), (IMSS, "500"), year=year)
        written(folder, f"cuenta_publica_{year}_gf_ecd_epe.csv", ACCOUNT, rows)
    rows = keys((SALUD, "120"), (MARINA, "66"), (IMSS, "550"), year=2025)
    written(folder, "cuenta_publica_2025_gf_ecd_epe.csv", SHORT, rows)
    draft = keys((SALUD, "90"), (MARINA, "70"), year=2027)
    written(folder, "PPEF_2027.csv", DRAFT, draft)
    approved = keys((SALUD, "95"), (MARINA, "60"), (IMSS, "400"), year=2027)
    written(folder, "PEF_2027.csv", (*PEF, "MONTO_PEF_2027"), approved)
    for quarter, pesos in ((1, "25"), (2, "50")):
        rows = [{**row, "paid": pesos} for row in keys((SALUD, "95"), year=2027)]
        written(folder, f"pef_ac01_avance_{quarter}t_2027.csv", ADVANCE, rows)
    return folder


def made(home: Home, folder: Path) -> Home:
    """Fill a home with the workbook of 2022, accounts by key, a draft, a budget and quarters."""
    books = [book(2022, [("salud", "E023", "1000"), ("marina", "E004", "60")])]
    return filled(home, files(folder), books)
