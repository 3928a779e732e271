"""Whether a port is free, in words; standard library only, for the set-up as well as the server."""

from __future__ import annotations

import argparse
import errno
import socket
from typing import Final

LAST: Final = 65535
UNUSABLE: Final = 8
EXIT_CODES: Final = (
    f"Códigos de salida / exit codes: 2 opción equivocada / wrong option · "
    f"{UNUSABLE} el puerto está ocupado o no se puede usar / the port is taken or cannot be used"
)


def port_number(text: str) -> int:
    """Return a port as an option gives it; ArgumentTypeError, in words, if there is no such port."""
    return _between(text, 1, LAST)


def some(text: str) -> int:
    """Return how many as an option gives it, at least one and fewer than any machine would stand."""
    return _between(text, 1, 256)


def port_problem(host: str, port: int) -> str:
    """Return why `host`:`port` cannot be listened on and what to do about it, "" if it can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return _words(error, host, port)
    return ""


def _between(text: str, first: int, last: int) -> int:
    number = int(text) if text.isdecimal() and len(text) < 9 else first - 1
    if not first <= number <= last:
        raise argparse.ArgumentTypeError(
            f"«{text}» no es un número entero de {first} a {last}. / "
            f"“{text}” is not a whole number from {first} to {last}."
        )
    return number


def _words(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < LAST else port - 1
        return (
            f"El puerto {port} de {host} ya está ocupado. Elija otro, por ejemplo: --port {other}\n"
            f"Port {port} of {host} is taken. Choose another, for example: --port {other}"
        )
    return f"No se puede usar {host}:{port} / cannot use {host}:{port}: {error.strerror}"
