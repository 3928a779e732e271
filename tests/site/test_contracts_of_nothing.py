"""Every single choice that the page of contracts offers gives a page, whatever it leaves."""

from __future__ import annotations

from flask import Flask

from dashboard.data.store import Stores
from loaders.home import Home
from tests.hostile import places


def test_every_agency_and_state_that_is_offered_has_its_page(app: Flask, home: Home) -> None:
    client, offered = app.test_client(), places(app, Stores(home).current()).values
    chosen = [f"/contratos?{name}={value}" for name in ("ramo", "entidad", "tipo") for value in offered[name]]
    assert "/contratos?ramo=conacyt" in chosen
    assert [address for address in chosen if client.get(address).status_code != 200] == []
