"""`python -m dashboard.server`: serve the site with gunicorn, after looking whether the port is free."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from .settings import Settings, from_environment

HOST: Final = "127.0.0.1"
PORT: Final = 8050
PORT_TAKEN: Final = 4


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn over our factory; every worker opens its own store, with its own cache."""

    def __init__(self, settings: Settings, options: Mapping[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application in a worker."""
        from .app import create_app

        return create_app(self._settings)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 4, having said what to do, if the port is taken."""
    given = _parser().parse_args(arguments)
    problem = port_problem(given.host, given.port)
    if problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return PORT_TAKEN
    Server(from_environment(), _options(given)).run()
    return 0


def port_problem(host: str, port: int) -> str:
    """Return why the port cannot be used and what to do about it, "" if it can."""
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
            f"El puerto {port} de {host} ya está ocupado. Elija otro: --port {port + 1}\n"
            f"Port {port} of {host} is taken. Choose another: --port {port + 1}"
        )
    return f"No se puede usar {host}:{port} / cannot use {host}:{port}: {error.strerror}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard.server", description=__doc__)
    parser.add_argument("--host", default=HOST, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", default=PORT, type=int, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", default=2, type=int, help="processes (default: %(default)s)")
    parser.add_argument("--threads", default=4, type=int, help="threads of each (default: %(default)s)")
    return parser


def _options(given: argparse.Namespace) -> Mapping[str, Any]:
    return {
        "bind": f"{given.host}:{given.port}",
        "workers": given.workers,
        "threads": given.threads,
        # Threads keep idle connections, which browsers open ahead of need, from holding up a worker.
        "worker_class": "gthread",
        "keepalive": 30,
        "timeout": 120,
        "graceful_timeout": 5,
        "loglevel": "warning",
        "proc_name": "cuentas",
        "limit_request_line": 8190,
        "control_socket_disable": True,
    }


if __name__ == "__main__":
    sys.exit(main())
