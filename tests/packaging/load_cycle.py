"""Run by test_loader.py in a process of its own: QGIS's plugin loader starts, reloads and unloads the staged plugin.

    load_cycle.py PARENT_OF_STAGE OUTPUT.json [LOCALE]
"""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QAction, QDialog, QMenu, QToolBar

NAME = "kf_resources_plugin"


def own_actions(window: Any) -> list[str]:
    return sorted(action.objectName() for action in window.findChildren(QAction)
                  if action.objectName().startswith("kf"))


def is_ours(name: str, module: Any) -> bool:
    """Tell modules of the plugin; empty packages do not count, QGIS's loader leaves those of every plugin."""
    return name == NAME or (name.startswith(f"{NAME}.") and Path(module.__file__).name != "__init__.py")


def snapshot(window: Any) -> dict[str, Any]:
    """Return what of the plugin is to be seen in QGIS now."""
    QCoreApplication.sendPostedEvents(None, 52)  # DeferredDelete: what was given up with deleteLater goes now
    registry = QgsApplication.processingRegistry()
    provider = registry.providerById("kf")
    return {
        "provider": [] if provider is None else [provider.name(), *sorted(a.id() for a in provider.algorithms())],
        "actions": own_actions(window),
        "menus": sorted(menu.title() for menu in window.findChildren(QMenu) if menu.objectName().startswith("kf")),
        "toolbars": sorted(bar.windowTitle() for bar in window.findChildren(QToolBar)
                           if bar.objectName().startswith("kf")),
        "translated": QCoreApplication.translate("KfResources", "Kaifeng Resources"),
        "modules": sorted(name for name, module in sys.modules.items() if is_ours(name, module)),
        "windows": sorted(dialog.objectName() for dialog in window.findChildren(QDialog) if dialog.isVisible()),
    }


def use(window: Any) -> None:
    """Open every algorithm's dialog and the help, so that everything imported lazily has been imported."""
    import processing

    for algorithm in QgsApplication.processingRegistry().providerById("kf").algorithms():
        dialog = processing.createAlgorithmDialog(algorithm.id())
        dialog.show()
        dialog.close()
    next(action for action in window.findChildren(QAction) if action.objectName() == "kfActionHelp").trigger()


def main() -> None:
    """Go through the plugin's life and write down what was seen at each step."""
    parent, output, *locale = sys.argv[1:]
    app = QgsApplication([], True)
    app.initQgis()  # decides which settings count
    if locale:
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", locale[0])
    # the plugin comes from the stage, only tests.desktop from the checkout
    sys.path[:0] = [parent, str(Path(__file__).resolve().parents[2])]
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python/plugins"))
    import qgis.utils

    from tests.desktop import DesktopInterface

    interface = DesktopInterface()
    qgis.utils.iface = interface
    window = interface.mainWindow()
    window.show()
    from processing.core.Processing import Processing

    Processing.initialize()
    qgis.utils.plugin_paths = [parent]
    qgis.utils.updateAvailablePlugins()
    seen: dict[str, Any] = {"known": qgis.utils.available_plugins, "before": snapshot(window)}
    seen["loaded"] = qgis.utils.loadPlugin(NAME)
    seen["started"] = qgis.utils.startPlugin(NAME)
    seen["file"] = sys.modules[NAME].__file__
    seen["running"] = snapshot(window)
    seen["libraries"] = sorted({"matplotlib", "scipy", "shapely"} & set(sys.modules))
    use(window)
    seen["used"] = snapshot(window)
    seen["unloaded"] = qgis.utils.unloadPlugin(NAME)
    seen["after"] = snapshot(window)
    seen["reloaded"] = qgis.utils.loadPlugin(NAME) and qgis.utils.startPlugin(NAME)
    seen["again"] = snapshot(window)
    qgis.utils.unloadPlugin(NAME)
    seen["processing_only"] = qgis.utils.loadPlugin(NAME) and qgis.utils.startProcessingPlugin(NAME)
    seen["without_desktop"] = snapshot(window)
    qgis.utils.unloadPlugin(NAME)
    seen["end"] = snapshot(window)
    Path(output).write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")
    qgis.utils.iface = None
    sip.delete(window)
    app.exitQgis()


if __name__ == "__main__":
    main()
