"""Bring the translations up to date: `python packaging/desktop/translate.py`.

Collects every text of `translate("Context", "...")`, of the settings' own labels and of the
sentences that are made below the windows (resources/translations/sentences.txt) into
resources/translations/dragoman_zh.ts with Qt's lupdate, and compiles it to .qm with lrelease.
What is not translated yet is listed; `--check` changes nothing and fails where anything is amiss.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pydantic import BaseModel  # noqa: E402 - after the checkout was put on the path

from app.desktop.wording.sentences import listed  # noqa: E402
from app.settings.schema import Settings  # noqa: E402

CATALOGUE = ROOT / "resources" / "translations" / "dragoman_zh.ts"
_SOURCES = ("app/desktop",)


def main() -> None:
    """Update, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".translate-") as folder:
        catalogue = CATALOGUE
        if arguments.check:
            catalogue = Path(folder) / CATALOGUE.name
            shutil.copy(CATALOGUE, catalogue)
        update(catalogue, Path(folder))
        missing = list(untranslated(catalogue))
        if not arguments.check:
            _tool("lrelease", "-silent", "-removeidentical", str(catalogue), "-qm", _compiled())
    for context, text in missing:
        print(f"{context}: {text}")
    print(f"{len(missing)} texts are not translated" if missing else "everything is translated")
    if arguments.check and missing:
        raise SystemExit(1)


def update(catalogue: Path, folder: Path) -> None:
    """Bring `catalogue` up to date with the sources; `folder` takes what is made for that."""
    labels = folder / "settings_labels.py"
    labels.write_text("".join(f'translate("Settings", {text!r})\n' for text in _labels()))
    sentences = folder / "sentences.py"
    sentences.write_text("".join(f'translate("Errors", {text!r})\n' for _, text in listed()))
    sources = [str(path) for place in _SOURCES for path in sorted((ROOT / place).rglob("*.py"))]
    _tool(
        "lupdate",
        "-silent",
        "-no-obsolete",
        "-locations",
        "none",
        "-target-language",
        "zh_CN",
        *sources,
        str(labels),
        str(sentences),
        "-ts",
        str(catalogue),
    )


def untranslated(catalogue: Path) -> Iterator[tuple[str, str]]:
    """The texts of `catalogue` without a finished translation: (context, text)."""
    for context in ET.parse(catalogue).getroot().iter("context"):  # noqa: S314 - a file of ours
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") is None
            if not finished or not (translation is not None and translation.text):
                yield context.findtext("name", ""), message.findtext("source", "")


def _labels() -> list[str]:
    """The titles and the descriptions of every setting, once each."""
    return list(dict.fromkeys(_of_branch(Settings)))


def _of_branch(branch: type[BaseModel]) -> Iterator[str]:
    for field in branch.model_fields.values():
        yield from (text for text in (field.title, field.description) if text)
        for inner in _branches(field.annotation):
            yield from _of_branch(inner)


def _branches(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _branches(argument)


def _compiled() -> str:
    return str(CATALOGUE.with_suffix(".qm"))


def _tool(name: str, *arguments: str) -> None:
    program = Path(sysconfig.get_path("scripts")) / f"pyside6-{name}"
    subprocess.run([str(program), *arguments], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
