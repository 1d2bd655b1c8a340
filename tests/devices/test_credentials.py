"""Where credential sets come from, and that they are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.devices.credentials import Credentials, CredentialSets
from bot.errors import SettingsError

WANTED = Credentials(username="drift", password="hemligt", secret="upp")


def directory(root: Path) -> CredentialSets:
    folder = root / "default"
    folder.mkdir()
    for part, value in (("username", "drift\n"), ("password", "hemligt\n"), ("secret", "upp\n")):
        (folder / part).write_text(value)
    return CredentialSets(directory=root)


def file(root: Path) -> CredentialSets:
    path = root / "credentials.yaml"
    path.write_text("default: {username: drift, password: hemligt, secret: upp}\n")
    path.chmod(0o600)
    return CredentialSets(file=path)


def environment(root: Path) -> CredentialSets:
    stem = "FIRSTLINE_CREDENTIALS_DEFAULT_"
    return CredentialSets(
        environment={f"{stem}USERNAME": "drift", f"{stem}PASSWORD": "hemligt", f"{stem}SECRET": "upp", "HOME": "/"}
    )


@pytest.mark.parametrize("place", [directory, file, environment])
def test_a_set_is_found_in_each_place(place: object, tmp_path: Path) -> None:
    assert callable(place)
    assert place(tmp_path).find("default") == WANTED


def test_no_representation_shows_a_secret(tmp_path: Path) -> None:
    for shown in (repr(WANTED), str(WANTED), repr(environment(tmp_path)), f"{WANTED}"):
        assert "hemligt" not in shown
        assert "upp" not in shown


def test_a_missing_set_says_where_it_was_looked_for(tmp_path: Path) -> None:
    sets = CredentialSets(directory=tmp_path, file=tmp_path / "none.yaml")
    with pytest.raises(SettingsError) as raised:
        sets.find("sjukhus-2")
    for place in ("FIRSTLINE_CREDENTIALS_SJUKHUS_2_USERNAME", str(tmp_path / "sjukhus-2"), "none.yaml (not there)"):
        assert place in str(raised.value)


def test_half_a_set_is_not_filled_up_from_elsewhere(tmp_path: Path) -> None:
    sets = CredentialSets(
        environment={"FIRSTLINE_CREDENTIALS_DEFAULT_USERNAME": "annan"}, directory=directory(tmp_path).directory
    )
    with pytest.raises(SettingsError, match="has no password"):
        sets.find("default")


def test_a_file_that_everyone_can_read_is_refused(tmp_path: Path) -> None:
    sets = file(tmp_path)
    assert sets.file is not None
    sets.file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        sets.find("default")


def test_a_set_name_does_not_lead_out_of_the_directory(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be the name"):
        CredentialSets(directory=tmp_path).find("../default")
