"""A process that edits a saved village and is killed in the middle: argument 1 is the folder, 2 how it dies."""
from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer

from kf_resources_plugin.survey.edit_session import EditSession
from tests.survey.parcels import by_number, edits, line

folder, death = Path(sys.argv[1]), sys.argv[2]
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
layer = QgsVectorLayer(f"{folder / 'dltb.gpkg'}|layername=DLTB", "DLTB", "ogr")
layer.setCustomProperty("kf/role", "land")
project.addMapLayer(layer)
assert project.write(str(folder / "work.qgs"))
session = EditSession(layer, lambda: "王工")
session.run(lambda: edits(layer).split(line((-5, 30), (105, 30))).command)
session.run(lambda: edits(layer).reshape(line((100, 40), (130, 60), (100, 80))).command)
session.run(lambda: edits(layer).change_class([by_number(layer)["4"].id()], "0404", {}).command)
session.run(lambda: edits(layer).change_class([by_number(layer)["3"].id()], "0404", {}).command)
layer.undoStack().undo()
if death == "saved":  # after the rows were written, before anything could follow
    layer.beforeCommitChanges.connect(lambda *_: None)
    layer.undoStack().blockSignals(True)
    layer.blockSignals(True)
    assert layer.commitChanges()
print("ready", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
