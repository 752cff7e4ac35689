import pytest

from app.dialects.raw_tools import as_arguments, described, raw_input

PATCH = "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch\n"


@pytest.mark.parametrize("text", ["", "plain", PATCH, '{"a": 1}', "```py\nx\n```"])
def test_raw_input_survives_the_function_that_stands_for_it(text: str) -> None:
    assert raw_input(as_arguments(text)) == text


@pytest.mark.parametrize(
    "arguments",
    [
        PATCH,
        as_arguments(f"```\n{PATCH}```"),
        as_arguments(f"```diff\n{PATCH}```\n"),
        as_arguments(f"apply_patch <<'EOF'\n{PATCH}EOF"),
        '{"patch": "*** Begin Patch\\n*** Add File: a\\n+x\\n*** End Patch\\n"}',
        '"*** Begin Patch\\n*** Add File: a\\n+x\\n*** End Patch\\n"',
    ],
)
def test_a_patch_is_freed_of_what_models_wrap_it_in(arguments: str) -> None:
    assert raw_input(arguments) == PATCH


@pytest.mark.parametrize("arguments", ["5", "[1]", '{"a": 1, "b": "x"}'])
def test_arguments_without_an_input_are_the_input(arguments: str) -> None:
    assert raw_input(arguments) == arguments


def test_a_grammar_is_told_in_words_behind_the_description() -> None:
    assert described(None, None, None) is None
    assert described("Mends.", None, None) == "Mends."
    told = described("Mends.", "lark", "start: WORD")
    assert told is not None
    assert told.startswith("Mends.\n\n`input` is raw text")
    assert told.endswith("this lark grammar:\nstart: WORD")
