"""Collect the texts to translate into i18n/*.ts, keep the translations, drop what is no longer used.

pylupdate5 puts a plain ``tr("…")`` into the context ``@default``, which all plugins share; at run time the texts are
looked up in ``KfResources`` (kf_resources_plugin/i18n.py), so they are filed there. The files are written sorted and
without line numbers: a change of a .ts is a change of texts.

    i18n.py           write the files
    i18n.py --check   say whether they are current, without writing
"""
from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CONTEXT = "KfResources"
FOLDER = REPOSITORY / "i18n"
LANGUAGES = ("zh_CN",)

Texts = dict[tuple[str, str], str]  # (context, English source) → translation, '' when missing


def sources() -> list[Path]:
    """Return the files that hold texts."""
    package = REPOSITORY / "kf_resources_plugin"
    return sorted([*package.rglob("*.py"), *package.rglob("*.ui")])


def read(path: Path) -> Texts:
    """Return the texts of a .ts file, with shared contexts filed under ours."""
    texts: Texts = {}
    if not path.exists():
        return texts
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") is None
            key = (CONTEXT if name == "@default" else name, message.findtext("source", ""))
            texts[key] = (translation.text or "") if finished else ""
    return texts


def collect() -> Texts:
    """Return the texts the code uses now, untranslated."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        subprocess.run(["pylupdate5", *sources(), "-ts", fresh], check=True, capture_output=True)
        return dict.fromkeys(read(fresh), "")


def render(texts: Texts, language: str) -> str:
    """Return the text of a .ts file."""
    root = ET.Element("TS", version="2.0", language=language, sourcelanguage="en")
    context, name = None, None
    for (of_context, source), translation in sorted(texts.items()):
        if of_context != name:
            name = of_context
            context = ET.SubElement(root, "context")
            ET.SubElement(context, "name").text = name
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = source
        node = ET.SubElement(message, "translation")
        if translation:
            node.text = translation
        else:
            node.set("type", "unfinished")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ET.tostring(root, encoding="unicode")}\n'


def main() -> None:
    """Write or check every language."""
    used = collect()
    stale = []
    for language in LANGUAGES:
        path = FOLDER / f"kf_resources_{language}.ts"
        known = read(path)
        text = render({key: known.get(key, "") for key in used}, language)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        missing = sum(not known.get(key) for key in used)
        print(f"{path.name}: {len(used)} texts, {missing} to translate")
    if stale and "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale)} (run make i18n)")


if __name__ == "__main__":
    main()
