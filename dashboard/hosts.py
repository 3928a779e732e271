"""By which names the site answers, and which proxies are believed: two settings, and the Host of requests."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from loaders.errors import WrongSetting

NAME: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?")
LARGEST_PORT: Final = 65_535
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LOOPBACK: Final = ("127.0.0.1/32", "::1/128")
NOBODY: Final = "none"
EXAMPLE: Final = "give it as in CUENTAS_URL=https://cuentas.example.org"
PROXIES: Final = (
    "give addresses or networks with commas between them, as in "
    "CUENTAS_TRUSTED_PROXIES=10.0.0.5,192.168.7.0/24, or none"
)


def is_host(given: str) -> bool:
    """Return whether this is a host as RFC 9110 has it: a name or an address, and perhaps a port."""
    parts = NAME.fullmatch(given)
    if parts is None or int(parts[2] or 1) not in range(1, LARGEST_PORT + 1):
        return False
    return not parts[1].startswith("[") or _address(parts[1]) is not None


def answers_to(host: str, public_url: str) -> bool:
    """Return whether we are meant by `host`: by any, or with a public address by its name and loopback."""
    name = _name(host)
    address = _address(name)
    local = name == "localhost" or (address is not None and address.is_loopback)
    return not public_url or local or name == _name(urlsplit(public_url).netloc)


def misdirected(public_url: str) -> str:
    """Return what a request for another host is told."""
    return f"Este sitio está en {public_url}/. / This site is at {public_url}/.\n"


def public_address(given: str) -> str:
    """Return CUENTAS_URL as scheme, host and, if it is not the usual one, port; "" if none is given.

    WrongSetting if it is anything else: pages and files link from the root of their host.
    """
    if not given:
        return ""
    try:
        url = urlsplit(given)
        port = url.port
    except ValueError:
        raise _wrong("not an address", given) from None
    problem = _problem(url)
    if problem:
        raise _wrong(problem, given)
    host = _name(url.netloc)
    usual = port in (None, DEFAULT_PORTS[url.scheme])
    return f"{url.scheme}://{host}" + ("" if usual else f":{port}")


def trusted_proxies(given: str) -> tuple[str, ...]:
    """Return the networks of CUENTAS_TRUSTED_PROXIES, loopback if not set; WrongSetting if one is none."""
    if not given.strip():
        return LOOPBACK
    if given.strip().lower() == NOBODY:
        return ()
    try:
        return tuple(str(ipaddress.ip_network(network.strip())) for network in given.split(","))
    except ValueError as error:
        what = f"not addresses or networks ({error})"
        raise WrongSetting(what, where="CUENTAS_TRUSTED_PROXIES", value=given, todo=PROXIES) from None


def _problem(url: SplitResult) -> str:
    problems = {
        "neither https:// nor http://": url.scheme not in DEFAULT_PORTS,
        "a name or password in it, which every page would show": "@" in url.netloc,
        "no host that can be in an address": not is_host(url.netloc),
        "a path in it; the site can only be at the root of its host": url.path not in ("", "/"),
        "a query or fragment in it": bool(url.query or url.fragment),
    }
    return next((told for told, holds in problems.items() if holds), "")


def _wrong(what: str, given: str) -> WrongSetting:
    # What may be a password is not shown.
    shown = re.sub(r"[?#].*", "?…", re.sub(r"//.*@", "//…@", given))
    return WrongSetting(what, where="CUENTAS_URL", value=shown, todo=EXAMPLE)


def _name(host: str) -> str:
    return re.sub(r":\d+$", "", host).lower().removesuffix(".")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None
