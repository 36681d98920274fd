"""Addresses of databases: told from paths of folders, and shown without their password, even where they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.base.errors import ConfigError
from geo.settings.database import DatabaseAddress
from geo.settings.model import load_settings

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

SECRET = "s3cret"  # noqa: S105 - made up


def settings_with(tiny: Tiny, workspace: str) -> object:
    tiny.edit_text("config.toml", 'folder = "data"', f'folder = "data"\nworkspace = "{workspace}"')
    return tiny.settings.data.workspace


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"postgresql://ann:{SECRET}@db.example:5433/gaps?sslmode=require", "postgresql://ann@db.example:5433/gaps"),
        (f"postgres://ann:{SECRET}@db.example/gaps", "postgresql://ann@db.example/gaps"),
        (f"postgresql://ann:%40{SECRET}@[::1]/gaps", "postgresql://ann@[::1]/gaps"),
        (f"postgresql:///gaps?host=/run/postgresql&user=ann&password={SECRET}", "postgresql:///gaps"),
    ],
)
def test_an_address_is_shown_without_its_password(tiny: Tiny, written: str, shown: str) -> None:
    address = settings_with(tiny, written)
    assert isinstance(address, DatabaseAddress)
    assert (address.uri, str(address)) == (written, shown)
    assert SECRET not in f"{tiny.settings} {address!r} {tiny.settings.data!r}"


@pytest.mark.parametrize(
    "written",
    [
        f"postgresql://ann:{SECRET}/x@db.example/gaps",
        f"postgresql://ann:{SECRET}#x@db.example/gaps",
        f"postgresql://ann:x@{SECRET}:y@db.example/ga/ps",
        f"postgresql://ann:{SECRET}@db.example/",
        f"postgresql://ann:{SECRET}@db.example:port/gaps",
        f"mysql://ann:{SECRET}@db.example/gaps",
    ],
)
def test_what_is_no_address_is_refused_and_not_shown(tiny: Tiny, written: str) -> None:
    with pytest.raises(ConfigError, match=r"data\.workspace: .*must be written postgresql://USER@HOST/DATABASE") as caught:
        settings_with(tiny, written)
    assert SECRET not in str(caught.value)


def test_a_path_is_a_folder_beside_the_settings(tiny: Tiny) -> None:
    assert settings_with(tiny, "kept") == tiny.config.parent / "kept"


@pytest.mark.parametrize("in_file", ["", 'workspace = "kept"\n'])
def test_the_environment_goes_before_the_file(tiny: Tiny, monkeypatch: pytest.MonkeyPatch, in_file: str) -> None:
    tiny.edit_text("config.toml", 'folder = "data"', f'{in_file}folder = "data"')
    monkeypatch.setenv("GAPMAP_WORKSPACE", f"postgresql://ann:{SECRET}@db.example/gaps")
    assert load_settings(tiny.config).data.workspace == DatabaseAddress(f"postgresql://ann:{SECRET}@db.example/gaps")
