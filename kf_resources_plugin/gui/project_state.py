"""What a dock keeps in the project file: plain texts under names, files relative to the project where it says so."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qgis.core import QgsProject

_SCOPE = "kf_resources"


class ProjectState:
    """The entries of one dock; values are whatever JSON holds."""

    def __init__(self, project: QgsProject, name: str) -> None:
        self._project, self._name = project, name

    def read(self, key: str, default: Any = None) -> Any:
        """Return a value, ``default`` where there is none or somebody wrote nonsense."""
        text, found = self._project.readEntry(_SCOPE, self._key(key))
        if not found:
            return default
        try:
            return json.loads(text)
        except ValueError:
            return default

    def write(self, key: str, value: Any) -> None:
        """Keep a value; a value that is there already does not make the project dirty."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if self._project.readEntry(_SCOPE, self._key(key)) != (text, True):
            self._project.writeEntry(_SCOPE, self._key(key), text)

    def read_map(self, key: str) -> dict[str, Any]:
        """Return values by name, empty where there are none."""
        value = self.read(key)
        return value if isinstance(value, dict) else {}

    def read_texts(self, key: str) -> dict[str, str]:
        """Return texts by name, without what is no text."""
        return {name: value for name, value in self.read_map(key).items() if isinstance(value, str)}

    def read_path(self, key: str) -> str:
        """Return a file or folder, absolute; '' where there is none."""
        stored = self.read(key, "")
        return str(self._project.readPath(stored)) if isinstance(stored, str) and stored else ""

    def write_path(self, key: str, path: str) -> None:
        """Keep a file or folder, relative to the project file where the project stores its paths so."""
        self.write(key, self._project.writePath(path) if path else "")

    def read_paths(self, start: str) -> dict[str, str]:
        """Return the files and folders whose names begin with ``start``, absolute, without those there are none of."""
        names = [name for name in self._project.entryList(_SCOPE, f"/{self._name}") if name.startswith(start)]
        return {name: path for name in names for path in [self.read_path(name)] if path}

    def _key(self, key: str) -> str:
        return f"/{self._name}/{key}"
