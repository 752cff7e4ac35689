"""The documents: every relative link leads somewhere, and both languages have the same pages."""

import re
from pathlib import Path

import pytest

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


def _slug(heading: str) -> str:
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")
