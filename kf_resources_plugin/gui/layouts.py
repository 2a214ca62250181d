"""Map layouts opened in QGIS's own layout window, to go on with by hand."""
from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsMapLayerStyle,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QFileDialog

from ..cartography.layout import LayoutError, read_template
from ..engine.roles import NO_ROLE, write_role
from ..i18n import tr
from .papers import Papers

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer
    from qgis.PyQt.QtXml import QDomDocument


def choose_layout(iface: Any) -> None:
    """Let the user choose a layout file and open it; say why where that fails."""
    project = QgsProject.instance()
    chosen, _ = QFileDialog.getOpenFileName(iface.mainWindow(), tr("Open map layout"), project.homePath(),
                                            tr("Layout templates (*.qpt)"))
    if not chosen:
        return
    try:
        open_layout(iface, Path(chosen), Path(chosen).stem)
    except LayoutError as error:
        Papers(iface, iface.mainWindow()).tell(tr("Open map layout"), str(error), Qgis.MessageLevel.Critical)


def open_layout(iface: Any, path: Path, title: str) -> QgsPrintLayout:
    """Add a layout file (OUTPUT_LAYOUT of the map) to the open project and show it in the layout window.

    It is called ``title``, or "title 2", … where the project has a layout of that name. It draws copies of the layers
    in the styles of the map, which stand switched off in a group of its name: neither a layer of the user nor the map
    window changes. Layers that the project has not are missing. Raises LayoutError when the file is no layout.
    """
    project = QgsProject.instance()
    document = read_template(path)
    copies = _copies(document, project)
    layout = QgsPrintLayout(project)
    for copy in copies:
        project.addMapLayer(copy, False)
    _, fine = layout.loadFromTemplate(document, QgsReadWriteContext())
    if not fine:
        sip.delete(layout)
        project.removeMapLayers([copy.id() for copy in copies])
        raise LayoutError(tr("{path} is not a map template. Save one in QGIS's layout window with “Save as "
                             "Template” (.qpt).").format(path=path))
    layout.setName(_free_name(title, project))
    _dress(layout)
    _list(layout, copies, project)
    project.layoutManager().addLayout(layout)
    iface.openLayoutDesigner(layout)
    return layout


def _copies(document: QDomDocument, project: QgsProject) -> list[QgsMapLayer]:
    """Return copies of the project's layers that a layout names, and let it name the copies instead."""
    text = document.toString()
    copies = []
    for layer in project.mapLayers().values():
        if layer.id() in text:
            copy = layer.clone()
            text = text.replace(layer.id(), copy.id())
            copies.append(copy)
    document.setContent(text)
    return copies


def _dress(layout: QgsPrintLayout) -> None:
    """Give the layers of a layout the styles and names that it keeps of them."""
    for item in layout.items():
        if isinstance(item, QgsLayoutItemMap):
            styles = item.layerStyleOverrides()
            for layer in item.layers():
                if layer.id() in styles:
                    QgsMapLayerStyle(styles[layer.id()]).writeToLayer(layer)
            item.setKeepLayerStyles(False)
            item.setLayerStyleOverrides({})
        elif isinstance(item, QgsLayoutItemLegend):
            for node in item.model().rootGroup().findLayers():
                if node.layer() is not None:
                    title = str(node.customProperty("legend/title-label") or node.name())
                    node.layer().setName(title.replace(item.wrapString() or "\n", ""))


def _list(layout: QgsPrintLayout, copies: list[QgsMapLayer], project: QgsProject) -> None:
    """Put the copies, which play no role, into a group that is switched off, topmost first as on the map."""
    order = [layer for item in layout.items() if isinstance(item, QgsLayoutItemMap) for layer in item.layers()]
    group = project.layerTreeRoot().insertGroup(0, layout.name())
    for copy in sorted(copies, key=lambda copy: order.index(copy) if copy in order else len(order)):
        write_role(copy, NO_ROLE)  # not before: their styles wrote one on them
        group.addLayer(copy)
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)


def _free_name(title: str, project: QgsProject) -> str:
    """Return a name that no layout of the project has."""
    taken = {layout.name() for layout in project.layoutManager().printLayouts()}
    names = (title if number == 1 else f"{title} {number}" for number in count(1))
    return next(name for name in names if name not in taken)
