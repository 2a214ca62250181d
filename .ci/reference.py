"""Write the algorithm reference of README.md from tests/processing/catalogue.json.

    reference.py            write it
    reference.py --check    say whether it is current, without writing

The catalogue is what models and scripts depend on; Chinese texts come from the translation file.
"""
from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
README = REPOSITORY / "README.md"
BEGIN, END = "<!-- reference:begin (written by `make reference`) -->", "<!-- reference:end -->"


def translations() -> dict[str, str]:
    """Return English source → Chinese."""
    root = ET.parse(REPOSITORY / "i18n/kf_resources_zh_CN.ts").getroot()
    return {message.findtext("source", ""): message.findtext("translation", "") for message in root.iter("message")}


def cell(text: str) -> str:
    """Return text that cannot break a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def kind(parameter: dict[str, Any]) -> str:
    """Return a parameter's type, with its words or default."""
    if "words" in parameter:
        return " / ".join(f"**{word}**" if word == parameter.get("default") else word for word in parameter["words"])
    default = parameter.get("default")
    return parameter["type"] + (f" = {default}" if default not in {None, ""} else "")


def section(name: str, algorithm: dict[str, Any], chinese: dict[str, str]) -> list[str]:
    """Return the reference of one algorithm."""
    def both(text: str) -> str:
        return cell(f"{chinese[text]} · {text}" if chinese.get(text) else text)

    lines = [f"<details><summary><code>{name}</code> {both(algorithm['title'])}</summary>", "",
             "| 参数 Parameter | 类型 Type | 说明 Description |", "|---|---|---|"]
    for key, parameter in algorithm["parameters"].items():
        mark = "?" if parameter["optional"] else ""
        lines.append(f"| `{key}`{mark} | {cell(kind(parameter))} | {both(parameter['description'])} |")
    lines += ["", "| 输出 Output | 类型 Type | 字段 Fields |", "|---|---|---|"]
    for key, output in algorithm["outputs"].items():
        fields = ", ".join(f"`{field['name']}`" for field in output.get("fields", []))
        lines.append(f"| `{key}` | {output['type']} | {fields} |")
    return [*lines, "", "</details>", ""]


def reference() -> str:
    """Return the reference of all algorithms."""
    catalogue = json.loads((REPOSITORY / "tests/processing/catalogue.json").read_text(encoding="utf-8"))
    chinese = translations()
    lines = ["`?` 可省略 optional；**粗体** 默认值 default.", ""]
    for name, algorithm in catalogue.items():
        lines += section(name, algorithm, chinese)
    return "\n".join(lines)


def readme_with(text: str) -> str:
    """Return README.md with its reference replaced."""
    whole = README.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    return f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}"


def main() -> None:
    """Write or check the reference."""
    text = readme_with(reference())
    if "--check" not in sys.argv:
        README.write_text(text, encoding="utf-8")
    elif README.read_text(encoding="utf-8") != text:
        sys.exit("README.md: the algorithm reference is not current (run make reference)")


if __name__ == "__main__":
    main()
