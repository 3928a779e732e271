"""The 32 states (*entidades federativas*) by INEGI code, and the names official files give them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from loaders.clean import words
from loaders.errors import UnknownCode


@dataclass(frozen=True)
class State:
    """A state: two-digit INEGI code (*cve_ent*), short name, and longer official spellings."""

    state_id: str
    name: str
    also: tuple[str, ...] = ()


STATES = (
    State("01", "Aguascalientes"),
    State("02", "Baja California"),
    State("03", "Baja California Sur"),
    State("04", "Campeche"),
    State("05", "Coahuila", ("Coahuila de Zaragoza",)),
    State("06", "Colima"),
    State("07", "Chiapas"),
    State("08", "Chihuahua"),
    State("09", "Ciudad de México", ("Distrito Federal",)),
    State("10", "Durango"),
    State("11", "Guanajuato"),
    State("12", "Guerrero"),
    State("13", "Hidalgo"),
    State("14", "Jalisco"),
    State("15", "México", ("Estado de México",)),
    State("16", "Michoacán", ("Michoacán de Ocampo",)),
    State("17", "Morelos"),
    State("18", "Nayarit"),
    State("19", "Nuevo León"),
    State("20", "Oaxaca"),
    State("21", "Puebla"),
    State("22", "Querétaro", ("Querétaro de Arteaga",)),
    State("23", "Quintana Roo"),
    State("24", "San Luis Potosí"),
    State("25", "Sinaloa"),
    State("26", "Sonora"),
    State("27", "Tabasco"),
    State("28", "Tamaulipas"),
    State("29", "Tlaxcala"),
    State("30", "Veracruz", ("Veracruz de Ignacio de la Llave",)),
    State("31", "Yucatán"),
    State("32", "Zacatecas"),
)


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): state.state_id for state in STATES for name in (state.name, *state.also)}


def state_id(name: str) -> str:
    """Return the code of a state by any of its official names; UnknownCode for any other name."""
    try:
        return _by_name()[words(name).casefold()]
    except KeyError:
        raise UnknownCode(
            "no such state", where="loaders.states", value=name, todo="add its spelling"
        ) from None
