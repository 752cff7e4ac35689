"""The documents: every relative link leads somewhere, and both languages have the same pages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "resources" / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*/*.md")])
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_both_languages_have_the_same_pages() -> None:
    english, chinese = ({page.name for page in (DOCS / each).iterdir()} for each in ("en", "zh"))
    assert english == chinese
