"""What a running site may be told from outside; nothing here is read when a module is imported."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.home import Home, default_home

from .hosts import LOOPBACK, public_address, trusted_proxies

PROJECT: Final = Path(__file__).resolve().parent.parent
# What is posted is one question, of a few hundred bytes.
MOST_BODY: Final = 64 * 1024


@dataclass(frozen=True)
class Settings:
    """Where the data and the built files are, and the limits of one process.

    `public_url` is the address readers see, for canonical links ("" = take it from each request).
    `trusted_proxies` are the networks whose X-Forwarded-Proto is believed.
    `cache_bytes` bounds the response cache of one worker. `max_body` and `max_query` are in bytes.
    """

    home: Home
    static: Path = PROJECT / "build" / "static"
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = LOOPBACK
    cache_bytes: int = 128 * 1024 * 1024
    max_body: int = MOST_BODY
    max_query: int = 4_000


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Return what CUENTAS_HOME, CUENTAS_STORE, CUENTAS_URL and CUENTAS_TRUSTED_PROXIES set, or the defaults.

    WrongSetting if one of them means nothing.
    """
    given = os.environ if environment is None else environment
    return Settings(
        home=default_home(given),
        public_url=public_address(given.get("CUENTAS_URL", "")),
        trusted_proxies=trusted_proxies(given.get("CUENTAS_TRUSTED_PROXIES", "")),
    )
