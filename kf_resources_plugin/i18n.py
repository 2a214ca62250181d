"""Translation of the plugin's texts: one context, one translator, removed again on unload."""
from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from . import paths

CONTEXT = "KfResources"


def tr(text: str) -> str:
    """Return the translation of an English source text."""
    return QCoreApplication.translate(CONTEXT, text)


def language() -> str:
    """Return 'zh' for every Chinese locale (QGIS calls its own ``zh-Hans``), otherwise 'en'."""
    return "zh" if QgsApplication.instance().locale().startswith("zh") else "en"


def install_translator() -> QTranslator | None:
    """Install the Chinese texts when QGIS runs in Chinese; return the translator so that it can be removed."""
    if language() != "zh":
        return None
    translator = QTranslator()
    if not translator.load(str(paths.root() / "i18n" / "kf_resources_zh_CN.qm")):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator: QTranslator | None) -> None:
    """Take a translator back that ``install_translator`` returned."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
