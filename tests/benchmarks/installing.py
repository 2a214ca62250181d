"""What the bench compares with: installed into an environment of its own, never into the project's."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.benchmarks.cluster import NoPostgis, programs

if TYPE_CHECKING:
    from pathlib import Path

# the spatial extension comes as a wheel, and DuckDB loads only one made for its very version
_PACKAGES = ("geopandas==1.2.0", "pyogrio==0.13.0", "pyarrow", "duckdb==1.5.5", "duckdb-extension-spatial==1.5.5")
_DEBIAN = ("postgresql-postgis",)


def environment(folder: Path) -> tuple[Path, str]:
    """Return the Python of the bench's own environment and what could not be installed into it, '' when all was."""
    home = folder / "venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready, wanted = home / "ready", "\n".join(_PACKAGES)
    if ready.exists() and ready.read_text(encoding="utf-8") == wanted:
        return python, ""
    print(f"installing {', '.join(_PACKAGES)} into {home}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    done = subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *_PACKAGES],
                          check=False, capture_output=True, text=True)
    if done.returncode:
        return python, f"not installed: {(done.stderr.strip() or 'pip failed').splitlines()[-1]}"
    ready.write_text(wanted, encoding="utf-8")
    return python, ""


def postgis() -> str:
    """Install PostGIS where packages may be installed; return why there is none, '' when there is."""
    try:
        programs()
    except NoPostgis as missing:
        if shutil.which("apt-get") is None or os.getuid() != 0:
            return f"{missing}; as root: apt-get install {' '.join(_DEBIAN)}"
    else:
        return ""
    print(f"installing {', '.join(_DEBIAN)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True, env=quiet)
    done = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *_DEBIAN], check=False,
                          capture_output=True, text=True, env=quiet)
    if done.returncode:
        return f"not installed: {(done.stderr.strip() or 'apt-get failed').splitlines()[-1]}"
    try:
        programs()
    except NoPostgis as missing:
        return str(missing)
    return ""
