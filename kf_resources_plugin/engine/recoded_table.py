"""Tables in CSV whose bytes are GB18030: QGIS reads every CSV as UTF-8, and no head would be known."""
from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingUtils, QgsProviderRegistry, QgsVectorLayer

from ..rules.misread import misread
from .text_files import TextFileError, read_text

_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})


def recoded(layer: QgsVectorLayer) -> QgsVectorLayer | None:
    """Return a copy of a table in UTF-8 where its heads were read in the wrong encoding, None for any other layer.

    The copy lies among the temporary files of the session; what is set on the layer is not in it, so one that is
    filtered or edited is left as it is.
    """
    if layer.providerType() != "ogr" or layer.subsetString() or layer.isEditable() or not any(
            misread(name) for name in layer.fields().names()):
        return None
    path = Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path", ""))
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return None
    try:
        text = read_text(path)
    except TextFileError:
        return None
    copy = Path(QgsProcessingUtils.generateTempFilename(f"utf8{path.suffix.lower()}"))
    copy.write_text(text, encoding="utf-8", newline="")
    found = QgsVectorLayer(str(copy), layer.name(), "ogr")
    fit = found.isValid() and not any(misread(name) for name in found.fields().names())
    return found if fit else None
