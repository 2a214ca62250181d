"""The class systems as they are delivered, read without QGIS."""
from __future__ import annotations

import json
from pathlib import Path

from kf_resources_plugin.rules.codes import ClassSystems

RULES = Path(__file__).resolve().parents[2] / "resources" / "rules"


def delivered() -> ClassSystems:
    """Return the class systems of ``resources/rules``."""
    return ClassSystems(json.loads(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("classes_*.json"))
                        if not path.name.endswith(".schema.json"))
