"""metadata.txt, CHANGELOG and licence say what plugins.qgis.org and a reader need."""
from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
            "homepage")


@pytest.fixture(scope="module")
def metadata(repository: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(repository / "metadata.txt", encoding="utf-8")
    return parser["general"]


def test_required_keys_are_filled(metadata: configparser.SectionProxy) -> None:
    assert not [key for key in REQUIRED if not metadata.get(key, "").strip()]


def test_provider_is_announced(metadata: configparser.SectionProxy) -> None:
    """Without this key qgis_process does not load the plugin."""
    assert metadata["hasProcessingProvider"] == "yes"


def test_description_is_english(metadata: configparser.SectionProxy) -> None:
    assert metadata["description"].isascii()


def test_oldest_qgis_is_the_one_the_tests_run_on(metadata: configparser.SectionProxy) -> None:
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert "supportsQt6" not in metadata  # removed from QGIS, and flagged by the site


def test_icon_exists(metadata: configparser.SectionProxy, repository: Path) -> None:
    assert (repository / metadata["icon"]).is_file()


def test_changelog_tells_of_this_version(metadata: configparser.SectionProxy, repository: Path) -> None:
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(metadata['version'])}\]( - \d{{4}}-\d\d-\d\d)?$", changelog, re.MULTILINE)


def test_licence_is_gpl_2_or_later(repository: Path) -> None:
    text = (repository / "kf_resources_plugin/LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 2, June 1991" in text
    assert "GPL-2.0-or-later" in (repository / "README.md").read_text(encoding="utf-8")
