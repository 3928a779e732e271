"""The command about raw files: what is kept, what was seen at each address, what is only begun."""

from __future__ import annotations

from typing import Annotated

import typer

from loaders.console import AsJson, note, show, write_json
from loaders.home import default_home


def archive(
    verify: Annotated[bool, typer.Option(help="Read every file again and compare it with its hash.")] = False,
    seen: Annotated[
        bool, typer.Option(help="What was seen at each address instead: changed, gone...")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say which raw files are kept, what was seen at each address, and which downloads are only begun."""
    from loaders import holdings

    place = default_home().archive
    files, sightings, begun = holdings.files(place), holdings.seen(place), holdings.begun(place)
    if as_json:
        write_json({"files": files, "sightings": sightings, "begun": begun})
    elif seen:
        show(sightings, ("seen_at", "status", "file_name", "url", "text_es"), False)
    else:
        show(files, ("sha256", "bytes", "file_name", "obtained", "obtained_from"), False)
    if begun and not as_json:
        show(begun, ("url", "bytes", "total"), False)
    if verify:
        note(f"{holdings.require_whole(place)} files, all with their hash")
