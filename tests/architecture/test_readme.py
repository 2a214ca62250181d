"""README keeps up with what it describes."""
from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_algorithm_reference_is_current(repository: Path) -> None:
    done = subprocess.run([sys.executable, ".ci/reference.py", "--check"], cwd=repository, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_pictures_and_files_it_links_to_exist(repository: Path) -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (repository / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#]+)\)", text)
        assert [link for link in links if "://" not in link and not (repository / link).exists()] == []


def test_make_targets_it_names_exist(repository: Path) -> None:
    made = set(re.findall(r"^([a-z0-9-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (repository / name).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`)make ([a-z0-9-]+)", text, re.MULTILINE))
        assert named
        assert named - made == set()


# words of QGIS and of the desktop
OF_QGIS = {"处理工具箱", "高级参数", "运行", "插件", "管理并安装插件", "从 ZIP 安装", "文档"}


def test_names_in_quotes_are_those_on_the_screen(repository: Path) -> None:
    """What the first steps tell a planner to click is called so in the menu and the dialogs."""
    root = ET.parse(repository / "i18n/kf_resources_zh_CN.ts").getroot()
    shown = {message.findtext("translation", "") for message in root.iter("message")} | OF_QGIS
    shown |= {f"{text}…" for text in shown}
    readme = (repository / "README.md").read_text(encoding="utf-8")
    first_steps = readme[readme.index("## 最初五分钟"):readme.index("## 算法参考")]
    for text in (first_steps, (repository / "resources/help/zh_CN/index.md").read_text(encoding="utf-8")):
        quoted = {name for quote in re.findall("“([^”]+)”", text) for name in quote.split(" → ")}
        assert quoted
        assert quoted - shown == set()
