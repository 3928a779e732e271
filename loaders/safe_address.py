"""Addresses as they may be shown and kept: without passwords, tokens and signatures.

What was given goes to the server as it is, and nowhere else: messages, provenance, sightings and published
files have the address that this module returns.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

HIDDEN: Final = "***"
# Parameters that are called so in access tokens and signed addresses of storage services.
_SECRET: Final = re.compile(
    r"token|secret|contrase|passw|passwd|pwd|credential|signature|(^|[-_.])(sig|sign|auth|key|code|session|sid|jwt|pass|sas)($|[-_.\d])"
    r"|sessionid|api-?_?key|apikey|accesskey|authkey|subscriptionkey|authorization|hmac",
    re.I,
)
_USER: Final = re.compile(r"(?<=//)[^/?#]*@")
# `&` and `;` both part parameters; a path may have some as well, after `;`.
_PARAMETER: Final = re.compile(r"([^&;=/]+)=([^&;/]*)")
_ONE_SLASH: Final = re.compile(r"^(https?|ftp):/+(?=[^/])", re.I)
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.I)


def shown(address: str, *, anchored: bool = False) -> str:
    """Return an address without user, password and fragment, and with secret-looking values hidden.

    `anchored` keeps a fragment that names a place in a page, one without values: nothing is fetched from it.

    >>> shown("https://ana:clave@example.org/inpc.csv?token=abc&anio=2026#x")
    'https://example.org/inpc.csv?token=***&anio=2026'
    """
    address = _ONE_SLASH.sub(r"\1://", address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return _USER.sub("", address).split("?", 1)[0]
    if not parts.scheme or not parts.netloc:
        return address
    path, query = (_PARAMETER.sub(_hidden, text) for text in (parts.path, parts.query))
    fragment = parts.fragment if anchored and "=" not in parts.fragment else ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, query, fragment))


def _hidden(parameter: re.Match[str]) -> str:
    name, _value = parameter.groups()
    return f"{name}={HIDDEN}" if _SECRET.search(unquote(name)) else parameter[0]


def without_secrets(text: str, *, anchored: bool = False) -> str:
    """Return a text with every address in it as it may be shown."""
    return _ADDRESS.sub(lambda match: shown(match[0], anchored=anchored), text)
