import re

import pytest

from app.desktop.theme.style import mixed, style_sheet
from app.desktop.theme.tokens import DARK, LIGHT, Tokens


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_every_name_in_the_sheet_is_replaced(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9a-fA-F]+", sheet)) >= {tokens.accent, tokens.line, tokens.focus}
    assert sheet.count("{") == sheet.count("}")


def test_a_colour_is_laid_on_another_one() -> None:
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"
    assert mixed("#123456", "#ffffff", 1) == "#123456"
    assert mixed("#123456", "#abcdef", 0) == "#abcdef"
