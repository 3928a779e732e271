"""Names of suppliers: one key for the many ways of writing one name, and whether it is a legal person's."""

from __future__ import annotations

import re
import unicodedata

_FORMS = (
    "SOCIEDAD ANONIMA PROMOTORA DE INVERSION", "SOCIEDAD ANONIMA BURSATIL", "SOCIEDAD ANONIMA",
    "SOCIEDAD DE RESPONSABILIDAD LIMITADA", "SOCIEDAD POR ACCIONES SIMPLIFICADA", "SOCIEDAD CIVIL",
    "SOCIEDAD COOPERATIVA DE RESPONSABILIDAD LIMITADA", "SOCIEDAD COOPERATIVA", "ASOCIACION CIVIL",
    "INSTITUCION DE ASISTENCIA PRIVADA", "INSTITUCION DE BENEFICENCIA PRIVADA", "DE CAPITAL VARIABLE",
    "INSTITUCION DE BANCA MULTIPLE", "GRUPO FINANCIERO", "SOFOM ENR", "SOFOM ER", "SOFOM",
    "SC DE RL DE CV", "SC DE P DE RL DE CV", "SC DE RL", "SPR DE RL DE CV", "SPR DE RL", "SPR DE RI", "SPR",
    "S DE RL MI DE CV", "S DE RL MI", "S DE RL DE CV", "S DE RL", "S EN C POR A", "S EN C DE CV", "S EN C",
    "S EN NC", "SAPI DE CV", "SAPIB DE CV", "SAPI", "SAB DE CV", "SAB", "SA DE CV", "SA CV", "SADECV",
    "SADE CV", "SA DECV", "SA DE C", "SA DE", "SA D", "SAS DE CV", "SAS", "SA", "SCL DE CV", "SCL", "SCP",
    "SC DE CV", "SC", "AC", "AR DE IC DE RL", "ABP", "IAP", "IBP", "SSS", "SNC", "SCS", "EPE", "DE RL",
    "DE RL DE CV", "DE CV", "RL DE CV", "INC", "LLC", "LLP", "LTD", "LTDA", "CORP", "LIMITED", "GMBH",
    "BV", "PLC", "PTY", "CO LTD", "SRL", "SARL", "SL",
)  # fmt: skip
_FORM = re.compile(r"(?:^| )(?:" + "|".join(sorted(_FORMS, key=len, reverse=True)) + r")$")
_APART = re.compile(
    r"\b(?:S A P I B|S A P I|S P R|S N C|S C P|I A P|S A B|S A S|S R L|L L C|R L|C V|B V|S A|S C|A C)\b"
)
_ORGANISATION = re.compile(
    r"\b(?:UNIVERSIDAD|INSTITUTO|COMISION|SECRETARIA|GOBIERNO|MUNICIPIO|AYUNTAMIENTO|HOSPITAL|BANCO|COOPERATIVA|"
    r"SOCIEDAD|ASOCIACION|FUNDACION|COLEGIO|SINDICATO|EJIDO|COMPANIA|CIA|CORPORACION|CORPORATIVO|CORPORATION|"
    r"GRUPO|CONSORCIO|CONSTRUCTORA|CONSTRUCCIONES|COMERCIALIZADORA|DISTRIBUIDORA|PROVEEDORA|OPERADORA|PROMOTORA|"
    r"ARRENDADORA|INMOBILIARIA|ASEGURADORA|SEGUROS|EDITORIAL|INDUSTRIAS?|LABORATORIOS|EMPRESAS?|TRANSPORTES|"
    r"CRUZ ROJA|BENEFICENCIA|CAMARA NACIONAL|SERVICIO POSTAL|PATRONATO|FIDEICOMISO)\b"
)
_TITLE = re.compile(r"^(?:C|ING|LIC|ARQ|DRA?|SRA?|CP|PROF|MTR[OA]) ")


def key(name: str) -> str:
    """Return a name for comparison: capitals, without accents, punctuation, tabs and company form.

    "Grupo Médico, S.A. de C.V." and "GRUPO  MEDICO SA DE CV" have one key. A name that is nothing but a
    form keeps it. The key of a key is itself.
    """
    whole = plain(name)
    return _without_form(whole) or whole


def is_legal(name: str) -> bool:
    """Say whether a name is that of a legal person, by its company form or by a word only they carry.

    The names of natural persons have neither; a trade name without its form may have neither as well.
    """
    whole = plain(name)
    if _without_form(whole) != whole:
        return True
    return bool(_ORGANISATION.search(whole)) and not _TITLE.match(whole)


def plain(name: str) -> str:
    """Return capitals and digits with single spaces; a company form in initials ("S. A.") is joined."""
    folded = unicodedata.normalize("NFKD", name.replace("&", " Y ")).upper()
    bare = "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
    spaced = " ".join(re.findall("[0-9A-Z]+", bare))
    return _APART.sub(lambda found: found[0].replace(" ", ""), spaced)


def _without_form(whole: str) -> str:
    while (shorter := _FORM.sub("", whole)) != whole:
        whole = shorter
    return whole
