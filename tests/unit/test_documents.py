"""The documents: every relative link leads somewhere, and both languages have the same pages."""

import re
from pathlib import Path

import pytest

from app.bootstrap.dialects import DIALECTS
from app.core.failure import Failure, FailureKind
from app.providers.catalogue import preset_ids

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "resources" / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*/*.md")])
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")
ANCHOR = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    for target, anchor in ANCHOR.findall(page.read_text("utf-8")):
        linked = page.parent / target if target else page
        assert anchor in {_slug(each) for each in HEADING.findall(linked.read_text("utf-8"))}


def test_both_languages_have_the_same_pages() -> None:
    english, chinese = ({page.name for page in (DOCS / each).iterdir()} for each in ("en", "zh"))
    assert english == chinese


def test_the_pictures_of_the_readme_are_small_and_in_its_language() -> None:
    pictures = sorted((DOCS / "images").iterdir())
    assert pictures
    assert [each.name for each in pictures if each.stat().st_size > 120_000] == []
    for readme, language in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        shown = {Path(each).name for each in LINK.findall((ROOT / readme).read_text("utf-8"))}
        mine = {each.name for each in pictures if each.stem.endswith(f".{language}")}
        assert {each for each in shown if each.endswith(".png")} == mine


def test_as_many_presets_are_told_as_there_are() -> None:
    told = re.compile(r"(\d+) (?:presets|个预设|of them\))")
    for page in ("README.md", "README.zh-CN.md", "CHANGELOG.md"):
        counts = told.findall((ROOT / page).read_text("utf-8"))
        assert counts == [str(len(preset_ids()))], page


def test_every_preset_is_in_the_guide() -> None:
    for language in ("en", "zh"):
        page = (DOCS / language / "providers.md").read_text("utf-8")
        assert [each for each in preset_ids() if f"`{each}`" not in page] == []


def test_every_kind_of_error_is_in_the_guide_as_each_dialect_tells_it() -> None:
    dialects = ("anthropic_messages", "openai_chat", "gemini")
    for language in ("en", "zh"):
        rows = [
            [cell.strip() for cell in line.split("|")[2:5]]
            for line in (DOCS / language / "errors.md").read_text("utf-8").splitlines()
            if line.startswith("|")
        ]
        for kind in FailureKind:
            if kind in (FailureKind.CONFLICT, FailureKind.CANCELLED):
                continue  # one is the administration's, the other is told to nobody
            statuses = [
                str(DIALECTS[name].encode_error(Failure(kind, "It failed."), "req_1").status)
                for name in dialects
            ]
            found = [each for each in rows if [cell[:3] for cell in each] == statuses]
            assert found, (language, kind)


def _slug(heading: str) -> str:
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")
