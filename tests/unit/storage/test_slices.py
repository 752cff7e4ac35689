from app.storage.records import UsageRow
from app.storage.slices import slices


def test_a_request_belongs_to_one_slice_of_each_dimension() -> None:
    row = UsageRow(
        request_id="r",
        started_ms=0,
        user_id="u",
        key_id="k",
        profile="work",
        client_program="codex",
        endpoint="responses",
        provider="hf",
        model="deepseek-ai/DeepSeek-V3.2",
    )
    assert slices(row) == (
        ("", ""),
        ("user", "u"),
        ("key", "k"),
        ("profile", "work"),
        ("provider", "hf"),
        ("model", "hf/deepseek-ai/DeepSeek-V3.2"),
        ("client", "codex"),
        ("endpoint", "responses"),
    )


def test_a_request_of_nobody_belongs_to_the_slice_of_nobody() -> None:
    assert ("user", "") in slices(UsageRow(request_id="r", started_ms=0))
