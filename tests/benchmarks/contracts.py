"""How fast contracts are loaded, how much memory that takes, and synthetic contracts for other measurements.

    python -m tests.benchmarks.contracts [--rows 300000 3000000]

The file is synthetic and says so: CompraNet records (generation C2: the excerpt of the tests, or the whole
held file where `CUENTAS_RAW` is set) repeated under other codes, dates, amounts, titles and suppliers,
in the shapes of the originals: thousands commas, line ends in cells, empty tax codes, several writings of a
name. The load is the command line as a user starts it, end to end, in a home of its own; the search index,
which a load makes after publishing, is a row of its own. Bars of the load: 60,000 rows a second, 1.5 GB.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.load import Run, command, load

_EXCERPT = Path(__file__).parents[1] / "loaders" / "contracts" / "excerpts" / "c2.csv"
_WHOLE = Path("contracts") / "comprasmx" / "contratos_compranet5_2023.csv"
_FORMS = ("SA DE CV", "S.A. DE C.V.", "S. DE R.L. DE C.V.", "SC", "A.C.")
_WORDS = (
    "MEDICA", "INDUSTRIAL", "NORTE", "SURESTE", "CONSTRUCTORA", "SERVICIOS", "COMERCIAL", "LABORATORIOS",
    "GRUPO", "TECNOLOGIA", "LIMPIEZA", "ALIMENTOS", "CENTRAL", "PACIFICO", "BAJIO", "EQUIPOS", "PAPELERIA",
)  # fmt: skip
_METHODS = (
    ("05. Adjudicación Directa LAASSP", "Adjudicación Directa Federal"),
    ("01. Licitación Pública LAASSP", "Licitación Pública"),
    ("03. Invitación a Cuando Menos Tres Personas LAASSP", "Invitación a Cuando Menos 3 Personas"),
)
_UNITS = (
    "050GYR013",
    "051GYN007",
    "012NBG001",
    "009J0U002",
    "011L4J999",
    "018TOQ731",
    "013000999",
    "927009001",
)
_SUPPLIERS, _BLOCK = 60_000, 20_000


def main() -> None:
    """Make each file, load it, print a row for each."""
    options = _options()
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "contratos_sinteticos.csv"
            write(path, rows)
            print(f"{rows:,} synthetic contracts, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
            report(rows, "load", load(path, "--no-index"))
            report(rows, "index", command(path.parent / "home", "index"))


def report(rows: int, what: str, run: Run) -> None:
    """Print the rate and the memory of a load, or of the search index that is made after it."""
    rate = rows / run.seconds
    print(f"  {what:6}{run.seconds:6.1f} s {run.processor:6.1f} s of processor {rate:10,.0f} rows/s", end="")
    print(f"  peak {run.megabytes:,.0f} MB", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[300_000, 3_000_000])
    return parser.parse_args()


def _source() -> Path:
    raw = os.environ.get("CUENTAS_RAW")
    return Path(raw) / _WHOLE if raw else _EXCERPT


def write(path: Path, rows: int) -> None:
    """Write `rows` synthetic contracts as a file of generation C2; the same number gives the same file."""
    head, *records = csv.reader(io.StringIO(_source().read_text("utf-8"), newline=""))
    chance = random.Random(rows)
    suppliers = [_supplier(place, chance) for place in range(_SUPPLIERS)]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        for start in range(0, rows, _BLOCK):
            count = min(_BLOCK, rows - start)
            writer.writerows(_block(head, records, suppliers, start, count, chance))


def _block(
    head: Sequence[str],
    records: Sequence[Sequence[str]],
    suppliers: Sequence[tuple[str, str]],
    start: int,
    count: int,
    chance: random.Random,
) -> Iterator[list[str]]:
    for number in range(start, start + count):
        found = dict(zip(head, records[chance.randrange(len(records))], strict=True))
        found |= _dated(number, chance) | _bought(number, chance)
        found["rfc"], found["Proveedor o contratista"] = suppliers[
            int(chance.paretovariate(1.1)) % _SUPPLIERS
        ]
        yield [found[name] for name in head]


def _dated(number: int, chance: random.Random) -> dict[str, str]:
    day = date(2012, 1, 1) + timedelta(days=chance.randrange(4380))
    signed = f"{day - timedelta(days=3)} 00:00:00 GMT" if chance.random() < 0.6 else ""
    return {
        "Fecha de inicio del contrato": str(day),
        "Fecha de fin del contrato": str(day + timedelta(days=chance.randrange(1, 700))),
        "Fecha de firma del contrato": signed,
        "Fecha de fallo": f"{day - timedelta(days=9)} 00:00:00 GMT" if number % 3 else "",
        "Fecha de publicación": f"{day - timedelta(days=30)} {number % 24:02d}:14" if number % 7 else "",
        "Fecha de apertura": f"{day - timedelta(days=15)} 10:00",
    }


def _bought(number: int, chance: random.Random) -> dict[str, str]:
    unit = _UNITS[int(chance.paretovariate(1.0)) % len(_UNITS)]
    template, method = _METHODS[min(int(chance.expovariate(1.2)), len(_METHODS) - 1)]
    words = " ".join(chance.choices(_WORDS, k=5))
    return {
        "Clave de la UC": unit,
        "Número de procedimiento": f"AA-{unit}-E{number // 3}-{2012 + number % 12}",
        "Plantilla del expediente": template,
        "Tipo Procedimiento": method,
        "Código del contrato": str(3_000_000 + number),
        "Código del expediente": str(2_000_000 + number // 3),
        "Núm. de control del contrato": f"SIN-{number}",
        "Título del contrato": f"SINTÉTICO: {words} {number % 1000}",
        "Importe DRC": f"{int(chance.lognormvariate(12, 2)):,}",
        "Dirección del anuncio": f"https://historico-compranet.buengobierno.gob.mx/#/detalle/{number // 3}",
    }


def _supplier(place: int, chance: random.Random) -> tuple[str, str]:
    """Return a tax code and a name, both made up; one in five is a person without a code."""
    if place % 5 == 0:
        return "", f"PERSONA INVENTADA {place}"
    code = (
        "".join(chance.choices("BCDFGHJKLMNPQRSTVWXZ", k=3)) + f"{place % 99:02d}0101" + f"{place % 1000:03d}"
    )
    return code, f"{' '.join(chance.choices(_WORDS, k=3))} {place} {chance.choice(_FORMS)}"


if __name__ == "__main__":
    main()
