"""The licences of the sources, each declared once."""

from __future__ import annotations

from loaders.model import Licence, Text

LIBRE_USO_MX = Licence(
    "libre-uso-mx",
    Text("Términos de Libre Uso MX", "Libre Uso MX terms"),
    "https://datos.gob.mx/libreusomx",
)
INEGI_FREE_USE = Licence(
    "inegi-free-use",
    Text("Términos de libre uso de la información del INEGI", "INEGI terms of free use"),
    "https://www.inegi.org.mx/inegi/terminos.html",
)
UNKNOWN = Licence("unknown", Text("Licencia desconocida", "Licence unknown"), None)
