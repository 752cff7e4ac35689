import pytest

from app.gateway.cut_prompt import cut_prompt


@pytest.mark.parametrize(
    ("text_bytes", "tokens", "cut"),
    [
        (200_000, 4096, True),  # Claude Code's first turn at Ollama's default
        (200_000, 50_000, False),
        (12_000, 4096, False),
        (9_000, 700, False),  # small prompts of few words and much schema
        (0, 0, False),
        (1_000_000, 0, False),  # it counts nothing
    ],
)
def test_a_count_far_below_the_prompt_betrays_a_cut(
    text_bytes: int, tokens: int, cut: bool
) -> None:
    lost = cut_prompt(text_bytes, tokens)
    assert (lost is not None) is cut
    if lost is not None:
        assert lost.weight == "content"
        assert "OLLAMA_CONTEXT_LENGTH" in lost.note
