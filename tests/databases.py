"""A private PostgreSQL for the tests: Debian's programs, a folder of its own, a socket in it, no network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from dashboard.setup import postgres_programs
from loaders.home import Home

# What is lost in a power cut is only a test's.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@dataclass
class Server:
    """A running server and the folder of its socket."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def address(self, database: str, user: str = "postgres") -> str:
        """The address of a database, as CUENTAS_STORE takes it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def connect(self, address: str | None = None) -> psycopg.Connection[tuple[object, ...]]:
        """A connection on which each statement stands alone."""
        return psycopg.connect(address or self.address("postgres"), autocommit=True)

    def new(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(self.numbers)}"
        with self.connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address(name)

    def home(self, root: Path) -> Home:
        """A home whose stores are in a database of its own."""
        return Home(root, self.new())


@contextmanager
def running() -> Iterator[Server]:
    """Run a server until the block ends; whoever is root runs it as the user that Debian made for it."""
    with tempfile.TemporaryDirectory(prefix="cuentas-") as name:
        folder = Path(name)
        made(folder)
        with served(folder) as server:
            yield server


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """Serve the data in a folder until the block ends, as after the server was stopped."""
    programs, user = postgres_programs(), "postgres" if os.geteuid() == 0 else None
    settings = [part for item in FAST.items() for part in ("-c", "=".join(item))]
    place = ["-D", str(folder / "data"), "-k", str(folder)]
    command = [str(programs / "postgres"), *place, "-c", "listen_addresses=", *settings]
    log = (folder / "log").open("ab")
    with log, subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder) as process:
        try:
            yield _answering(Server(folder), process)
        finally:
            # "Fast": all that was committed is there when it is served again; nobody waits for a disk.
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def made(folder: Path) -> None:
    """Make the data of a server in a folder of its own."""
    programs, user = postgres_programs(), "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user, user)
    make = [
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
    ]
    subprocess.run(
        [*make, "-N", "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder
    )


def _answering(server: Server, served: subprocess.Popen[bytes]) -> Server:
    for _ in range(300):
        try:
            server.connect().close()
            return server
        except psycopg.OperationalError:
            if served.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError((server.folder / "log").read_text())
