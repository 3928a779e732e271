"""A store of small synthetic files of several generations, as a reader meets it."""

from __future__ import annotations

import pytest

from loaders.home import Home
from tests.conftest import Homes
from tests.loaders import by_key


@pytest.fixture(scope="session")
def synthetic(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the store of `by_key`, on each engine."""
    root = tmp_path_factory.mktemp("synthetic")
    return by_key.made(homes(root / "home"), root / "in")
