"""QGIS with the algorithms of this checkout in a process of its own, as a script starts it: for processes that die."""
from __future__ import annotations

import sys
from typing import Any

from qgis.core import QgsApplication


def start() -> tuple[Any, Any]:
    """Start QGIS and Processing; return what has to live as long as they are used."""
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append("/usr/share/qgis/python/plugins")
    from processing.core.Processing import Processing

    from kf_resources_plugin.processing.provider import KfProvider

    Processing.initialize()
    provider = KfProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider
