"""XlsxWriter: the copy that is packaged with the plugin, or the one of the environment in a checkout.

The packaged copy (``extlibs/xlsxwriter``, put there by ``.ci/stage.py``) is a subpackage of the plugin, so that it
neither hides nor is hidden by an XlsxWriter that QGIS or another plugin brings.
"""
from __future__ import annotations

from importlib import import_module
from typing import Any

from ..i18n import tr
from .errors import PlannerError

_PACKAGED = "..extlibs.xlsxwriter"


def xlsxwriter() -> Any:
    """Return the module; raises PlannerError when the plugin was installed without it."""
    for name in (_PACKAGED, "xlsxwriter"):
        try:
            return import_module(name, __package__)
        except ImportError:
            continue
    raise PlannerError(tr("XLSX files cannot be written: XlsxWriter, which the plugin brings, is missing. Install the "
                          "plugin again from its zip."))
