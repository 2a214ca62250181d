"""Which font the plugin prints Chinese with."""
from __future__ import annotations

from qgis.PyQt.QtGui import QFont, QFontDatabase

from ..engine.errors import PlannerError
from ..i18n import tr

# WenQuanYi Micro Hei first: a PDF printed with it gives 黄 and 水 back as text, Noto Sans CJK gives look-alike radicals
PREFERRED = ("WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC", "SimHei", "SimSun", "Noto Sans CJK SC",
             "Source Han Sans SC")
# endings of families that draw the same characters in the forms of Japan, Korea, Taiwan or Hong Kong
_FOREIGN_FORMS = (" JP", " J", " KR", " K", " TC", " TW", " HK", " HC")


class FontMissing(PlannerError):
    """No font on this computer prints Chinese as the mainland writes it."""


def chinese_families() -> list[str]:
    """Return the families that print simplified Chinese in the forms of the mainland, ours of choice first."""
    listed = QFontDatabase().families(QFontDatabase.WritingSystem.SimplifiedChinese)
    known = [family for family in listed if not family.split(" [")[0].endswith(_FOREIGN_FORMS)]
    first = [family for family in PREFERRED if family in known]
    return first + [family for family in known if family not in first]


def chinese_family() -> str:
    """Return the family to print with; raises FontMissing with the remedy when there is none."""
    families = chinese_families()
    if not families:
        raise font_missing()
    return families[0]


def font_missing() -> FontMissing:
    """Return the error that says that nothing here prints Chinese, and the remedy."""
    return FontMissing(tr("No font on this computer holds Chinese characters in the forms of the mainland, so the "
                          "text would print as empty boxes or in foreign forms. Install one, for example "
                          "WenQuanYi Micro Hei (Debian and Ubuntu: package fonts-wqy-microhei) or Noto Sans CJK "
                          "(package fonts-noto-cjk), start QGIS again and repeat the run."))


def chinese_font(points: float, bold: bool = False) -> QFont:
    """Return a font of ``points`` size for print; raises FontMissing."""
    font = QFont(chinese_family())
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def mended(font: QFont) -> QFont:
    """Return ``font`` in a family that prints Chinese where its own does not; unchanged when there is none."""
    known = chinese_families()
    wanted = font.families() or [font.family()]
    if known and wanted[0] not in known:
        font.setFamily(known[0])
        font.setFamilies([known[0]])  # QGIS 3.44 lists families, and the list would win
    return font
