"""One command on the undo stack of a layer: all of it or nothing."""
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from ..engine.errors import PlannerError
from ..i18n import tr
from .layer_file import refuse_unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsVectorLayer


@contextmanager
def one_command(layer: QgsVectorLayer, title: str) -> Iterator[None]:
    """Let what is done in the block be one command of a layer, which is edited from then on if it was not.

    An exception that leaves the block takes back all of it. Raises PlannerError where the layer cannot be edited.
    """
    start(layer)
    done = False
    layer.beginEditCommand(title)
    try:
        yield
        done = True
    finally:
        if done:
            layer.endEditCommand()
        else:
            layer.destroyEditCommand()
    layer.triggerRepaint()


def start(layer: QgsVectorLayer) -> None:
    """Let a layer be edited, as QGIS's pencil does; raises PlannerError where it cannot be."""
    if layer.isEditable():
        return
    refuse_unwritable(layer)
    if not layer.startEditing():
        refuse_held(layer)


def refuse_held(layer: QgsVectorLayer) -> NoReturn:
    """Raise PlannerError: the layer cannot be edited now."""
    raise PlannerError(tr("Layer “{layer}” cannot be edited now; see whether another program holds its "
                          "file.").format(layer=layer.name()))
