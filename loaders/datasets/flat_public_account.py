"""Flat files of the public account (*Cuenta Pública*), one record for each budget key."""

from __future__ import annotations

from loaders.classification_breaks import SERIES_BREAKS
from loaders.flat.lines import Target, reading
from loaders.licences import LIBRE_USO_MX
from loaders.model import Address, Caveat, Dataset, FilePattern, RawFile, Reading, Text

_TARGET = Target("flat_public_account", "execution_line")
_BASE = "https://www.transparenciapresupuestaria.gob.mx/work" + "/models/PTP/DatosAbiertos/"


def _read(raw: RawFile) -> Reading:
    """Read a public account file of any generation; see `loaders/headers.toml`."""
    return reading(raw, _TARGET, {"dataset_id": "flat_public_account", "quarter": None})


DATASET = Dataset(
    id="flat_public_account",
    title=Text("Cuenta Pública, clave por clave", "Public account, key by key"),
    description=Text(
        "Lo aprobado, modificado, devengado, pagado y ejercido en cada año, clave por clave, "
        "con las entidades de control directo desde 2013.",
        "What was approved, modified, accrued, paid and executed in each year, key by key, "
        "with the directly controlled entities from 2013.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=LIBRE_USO_MX,
    source_page="https://www.transparenciapresupuestaria.gob.mx/",
    files=(
        FilePattern(
            r"(?:.*/)?[Cc]uenta_[Pp]ublica_(?P<year>\d{4})(?:_(?:ra|gf)_ecd(?:_epe)?)?\.(?P<ending>csv|xlsx)(?:\.gz)?"
        ),
    ),
    urls=(
        Address(_BASE, "BD_Cuenta_Publica/CSV/Cuenta_Publica_{year}.csv", tuple(range(2008, 2013))),
        Address(_BASE, "BD_Cuenta_Publica/CSV/cuenta_publica_{year}_ra_ecd.csv", (2013, 2014)),
        Address(_BASE, "BD_Cuenta_Publica/CSV/cuenta_publica_{year}_ra_ecd_epe.csv", (2015,)),
        Address(
            _BASE, "BD_Cuenta_Publica/CSV/cuenta_publica_{year}_gf_ecd_epe.csv", tuple(range(2016, 2026))
        ),
    ),
    tables=("execution_line", "member", "agency_name"),
    counted=("execution_line",),
    read=_read,
    named="cuenta_publica_{year}.{ending}",
    series_breaks=SERIES_BREAKS,
    caveats=(
        Caveat(
            "csv_against_xlsx",
            Text(
                "Los CSV de 2020 a 2024 traen de 1 a 10 registros menos que los XLSX, y el de 2024 suma "
                "9,699 millones de más en el ramo 51 frente al Tomo VII (según terceros).",
                "The CSV files of 2020 to 2024 have 1 to 10 records fewer than the XLSX ones, and that of "
                "2024 has 9,699 million too many in ramo 51 against Tomo VII (as others report).",
            ),
            ("others_2020_2024",),
        ),
        Caveat(
            "without_controlled_entities",
            Text(
                "De 2008 a 2012 no incluye IMSS, ISSSTE, Pemex ni CFE (ramos 50 a 53), ni entidad federativa "
                "antes de 2012.",
                "From 2008 to 2012 it leaves out IMSS, ISSSTE, Pemex and CFE (ramos 50 to 53), and has no "
                "state before 2012.",
            ),
            ("accounts_2008_2012", "account_2013"),
        ),
        Caveat(
            "not_reported_2012",
            Text(
                "En 2012, 172 registros del Consejo de la Judicatura Federal (ramo 3, unidad 110; 33,874.5 "
                "millones ejercidos) traen la entidad «0», sin nombre: se guardan sin entidad reportada. Una "
                "clave del ramo 3 (partida 27101) viene sin monto aprobado: no es cero.",
                "In 2012, 172 records of the Federal Council of the Judiciary (ramo 3, unit 110; 33,874.5 "
                "million exercised) have the state “0”, without a name: they are kept with no state "
                "reported. One key of ramo 3 (object 27101) has no approved amount: it is not zero.",
            ),
            ("account_2012",),
        ),
        Caveat(
            "objects_of_four_digits",
            Text(
                "De 2008 a 2010 las partidas tienen cuatro dígitos: su capítulo es el primero (por mil) y su "
                "concepto, los dos primeros (por cien). No son las de cinco dígitos de 2011 en adelante.",
                "From 2008 to 2010 objects have four digits: their chapter is the first one (times a "
                "thousand) and their concept the first two (times a hundred). They are not those of five "
                "digits from 2011 on.",
            ),
            ("accounts_2008_2010",),
        ),
        Caveat(
            "exercised_is_not_executed",
            Text(
                "«Ejercido» de 2008 a 2013 y 2016 es un momento contable; «Ejercicio» es lo pagado más "
                "ADEFAS. Van en columnas distintas.",
                "“Ejercido” in 2008 to 2013 and 2016 is an accounting moment; “Ejercicio” is what was paid "
                "plus ADEFAS. They are kept in different columns.",
            ),
            ("accounts_2008_2012", "account_2013", "accounting_law"),
        ),
    ),
)
