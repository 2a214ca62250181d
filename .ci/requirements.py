"""Print the development dependencies of pyproject.toml, one a line, for pip (pip reads no extras without a build)."""
from __future__ import annotations

from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:  # Python before 3.11
    from pip._vendor import tomli as tomllib

settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
print("\n".join(settings["project"]["optional-dependencies"]["dev"]))
