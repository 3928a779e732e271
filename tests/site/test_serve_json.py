"""`cuentas serve --json` says, in one line for programs, where the site is and of which version."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from loaders.engine import current_version
from loaders.home import Home


def test_one_line_says_address_and_version_once_it_answers(home: Home, static: Path) -> None:
    del static
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "CUENTAS_HOME": str(home.root), "CUENTAS_STORE": "", "CUENTAS_URL": ""}
    command = [sys.executable, "-m", "dashboard.server", "--port", str(port), "--workers", "1", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            told = json.loads(running.stdout.readline())
            assert told == {"address": f"http://127.0.0.1:{port}", "version": current_version(home)}
            assert httpx.get(told["address"], timeout=60).status_code == 200
        finally:
            running.terminate()
            rest, _ = running.communicate(timeout=30)
    assert rest == ""
