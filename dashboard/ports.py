"""Whether a port is free, in words; standard library only, for the set-up as well as the server."""

from __future__ import annotations

import errno
import socket


def port_problem(host: str, port: int) -> str:
    """Return why `host`:`port` cannot be listened on and what to do about it, "" if it can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return _words(error, host, port)
    return ""


def _words(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"El puerto {port} de {host} ya está ocupado. Elija otro, por ejemplo: --port {port + 1}\n"
            f"Port {port} of {host} is taken. Choose another, for example: --port {port + 1}"
        )
    return f"No se puede usar {host}:{port} / cannot use {host}:{port}: {error.strerror}"
