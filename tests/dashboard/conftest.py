"""A store of small synthetic files of several generations, as a reader meets it."""

from __future__ import annotations

import pytest

from loaders.home import Home
from tests.loaders import by_key


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the store of `by_key`."""
    return by_key.made(tmp_path_factory.mktemp("synthetic"))
