"""Run by test_qgis_process.py in a process of its own: every algorithm as qgis_process runs one, without a desktop.

    headless_runs.py PARENT_OF_STAGE INPUTS.json OUTPUT.json

INPUTS names the parameters of each algorithm, texts or lists of texts; OUTPUT tells [ended well, results, log] of each.
"""
from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

NAME = "kf_resources_plugin"


def main() -> None:
    """Start QGIS without a desktop and the provider of the staged plugin, and run what is asked for."""
    parent, inputs, output = sys.argv[1:]
    app = QgsApplication([], False)
    app.initQgis()
    sys.path.insert(0, parent)
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python/plugins"))
    import qgis.utils
    from processing.core.Processing import Processing

    Processing.initialize()
    qgis.utils.plugin_paths = [parent]
    qgis.utils.updateAvailablePlugins()
    assert qgis.utils.loadPlugin(NAME)
    assert qgis.utils.startProcessingPlugin(NAME)
    assert Path(sys.modules[NAME].__file__ or "").parent.parent == Path(parent), "not the staged plugin"
    told = {}
    for name, parameters in json.loads(Path(inputs).read_text(encoding="utf-8")).items():
        algorithm = QgsApplication.processingRegistry().algorithmById(f"kf:{name}")
        outputs = algorithm.destinationParameterDefinitions()
        defaults = {output.name(): output.defaultValue() for output in outputs if output.createByDefault()}
        feedback = QgsProcessingFeedback(False)
        results, well = algorithm.run({**defaults, **parameters}, QgsProcessingContext(), feedback)
        told[name] = [well, sorted(results), feedback.textLog()]
    Path(output).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    qgis.utils.unloadPlugin(NAME)
    app.exitQgis()


if __name__ == "__main__":
    main()
