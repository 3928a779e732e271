"""`python -m dashboard.server`: serve the site with gunicorn, after looking whether the port is free."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from loaders.engine import current_version
from loaders.errors import WrongSetting

from .ports import EXIT_CODES, UNUSABLE, port_number, port_problem, some
from .settings import Settings, from_environment

HOST: Final = "127.0.0.1"
PORT: Final = 8050


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

        application = create_app(self._settings)
        collect_less()
        return application


def collect_less() -> None:
    """Let Python look for garbage seldom, and never among what a worker keeps."""
    # Each page is thousands of objects that die together; looking through all that stays costs a tenth
    # of every answer.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 8 or 2, having said what to do, if the port or a setting cannot be used."""
    given = _parser().parse_args(arguments)
    problem = port_problem(given.host, given.port)
    if problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    try:
        settings = from_environment()
    except WrongSetting as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    told = {"post_fork": _teller(given, settings)} if given.json else {}
    Server(settings, {**_options(given), **_believed(settings), **told}).run()
    return 0


def _teller(given: argparse.Namespace, settings: Settings) -> Callable[[object, Any], None]:
    """Return what gunicorn calls once a worker listens: it writes where the site is, and of which version."""

    def tell(_server: object, worker: Any) -> None:
        # Each worker opens the port for itself (reuse_port); before the first one, nobody listens.
        if worker.age != 1:
            return
        address = settings.public_url or f"http://{given.host}:{given.port}"
        words = {"address": address, "version": current_version(settings.home)}
        print(json.dumps(words), flush=True)

    return tell


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.server", description=__doc__, epilog=EXIT_CODES
    )
    parser.add_argument("--host", default=HOST, help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", default=PORT, type=port_number, help="port to listen on (default: %(default)s)"
    )
    parser.add_argument("--workers", default=2, type=some, help="processes (default: %(default)s)")
    parser.add_argument(
        "--json", action="store_true", help="say address and version in one line of JSON once it listens"
    )
    parser.add_argument("--threads", default=4, type=some, help="threads of each (default: %(default)s)")
    return parser


def _options(given: argparse.Namespace) -> Mapping[str, Any]:
    return {
        "bind": f"{given.host}:{given.port}",
        "workers": given.workers,
        "threads": given.threads,
        # A thread gets whole requests only: idle and slow connections wait in the worker's poller.
        "worker_class": "dashboard.worker.Worker",
        "worker_connections": 800,
        # The kernel shares connections among the workers, also those kept alive.
        "reuse_port": True,
        "keepalive": 30,
        "timeout": 120,
        "graceful_timeout": 5,
        "loglevel": "warning",
        "proc_name": "cuentas",
        "limit_request_line": 8190,
        "control_socket_disable": True,
    }


def _believed(settings: Settings) -> Mapping[str, Any]:
    """Of what proxies tell, the scheme alone counts, from those that are declared."""
    return {
        "forwarded_allow_ips": ",".join(settings.trusted_proxies),
        "secure_scheme_headers": {"X-FORWARDED-PROTO": "https"},
        "forwarder_headers": "",
    }


if __name__ == "__main__":
    sys.exit(main())
