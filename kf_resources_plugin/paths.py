"""The only place that knows where the plugin's resources are.

The plugin runs from three layouts: installed (``resources/`` inside the package folder), linked or staged
for development (the same through links), and a raw checkout (``resources/`` beside the package folder).
"""
from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path

_PLUGIN_NAME = "Kaifeng Resources"
_PACKAGE = Path(__file__).parent


def _is_ours(folder: Path) -> bool:
    """Tell a folder of this plugin from one of another plugin that happens to hold ``resources/`` too."""
    metadata = folder / "metadata.txt"
    if not (folder / "resources").is_dir() or not metadata.is_file():
        return False
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(metadata, encoding="utf-8")
    return parser.get("general", "name", fallback="") == _PLUGIN_NAME


@lru_cache(maxsize=1)
def root() -> Path:
    """Return the folder that holds ``metadata.txt``, ``resources/`` and ``i18n/``.

    Raises FileNotFoundError when the plugin was installed incompletely.
    """
    package, resolved = _PACKAGE, _PACKAGE.resolve()
    for candidate in (package, resolved, package.parent, resolved.parent):
        if _is_ours(candidate):
            return candidate
    raise FileNotFoundError(f"resources of {_PLUGIN_NAME} not found beside {package}")


def resource(*parts: str) -> Path:
    """Return the path of a file or folder below ``resources/``; raises FileNotFoundError when absent."""
    path = root().joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(str(path))
    return path


def metadata_value(key: str) -> str:
    """Return one value of the ``[general]`` section of ``metadata.txt``, '' when absent."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(root() / "metadata.txt", encoding="utf-8")
    return parser.get("general", key, fallback="")
