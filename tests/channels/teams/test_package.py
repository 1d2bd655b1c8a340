"""The app package: what Teams' admin centre takes, by the limits of its schema."""

from __future__ import annotations

import json
import struct
import subprocess
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "deploy" / "teams"
APP = "11111111-2222-3333-4444-555555555555"


def test_the_package_is_made_and_within_the_limits(tmp_path: Path) -> None:
    made = [str(FOLDER / "package"), APP, "firstline.region.example", 'Region "Exempel"']
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "firstline-teams.zip") as package:
        manifest = json.loads(package.read("manifest.json"))
        english = json.loads(package.read("en.json"))
        sizes = {name: struct.unpack(">II", package.read(name)[16:24]) for name in manifest["icons"].values()}
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}
    assert "{{" not in json.dumps(manifest)
    assert manifest["developer"]["name"] == 'Region "Exempel"'
    bot = manifest["bots"][0]
    assert (manifest["id"], bot["botId"]) == (APP, APP)
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    words = {**flat(manifest), **english}
    for key, limit in (("name.short", 30), ("name.full", 100), ("description.short", 80), ("description.full", 4000)):
        assert len(str(words[key])) <= limit, key
        assert len(str(flat(manifest)[key])) <= limit, key
    for command in bot["commandLists"][0]["commands"]:
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128
    missing = set(english) - {"$schema"} - set(flat(manifest))
    assert not missing, f"translated, but not there: {missing}"


def flat(part: object, name: str = "") -> dict[str, object]:
    """Every value under its path, as the translation spells it: bots[0].commandLists[0].commands[0].title."""
    if isinstance(part, dict):
        return {at: one for key, value in part.items() for at, one in flat(value, f"{name}.{key}".lstrip(".")).items()}
    if isinstance(part, list):
        return {at: one for place, value in enumerate(part) for at, one in flat(value, f"{name}[{place}]").items()}
    return {name: part}
