from typing import Any

import pytest

from app.core import carrier
from app.core.conversation import ToolCall
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_responses.output_items import call_id, call_item, encrypted, item_id
from app.dialects.openai_responses.tool_forms import ToolForm
from app.dialects.openai_responses.wire import NAME, ORIGIN


def test_ids_tell_their_kind_and_stay_short() -> None:
    assert item_id("msg", "r", 2) == "msg_r0002"
    assert call_id("r", ToolForm("f"), 0) == "fc_r0000"
    assert call_id("r", ToolForm("f", "custom"), 0) == "ctc_r0000"
    assert len(item_id("msg", "r" * 99, 2)) <= 64


@pytest.mark.parametrize(
    ("form", "arguments", "expected"),
    [
        (ToolForm("f"), '{"a":1}', {"type": "function_call", "arguments": '{"a":1}', "name": "f"}),
        (
            ToolForm("f", "function", "ns"),
            "{}",
            {"type": "function_call", "name": "f", "namespace": "ns"},
        ),
        (
            ToolForm("patch", "custom"),
            '{"input":"x"}',
            {"type": "custom_tool_call", "name": "patch", "input": "x"},
        ),
        (
            ToolForm("local_shell", "local_shell"),
            '{"command":["ls"]}',
            {
                "type": "local_shell_call",
                "action": {"type": "exec", "env": {}, "command": ["ls"]},
            },
        ),
        (
            ToolForm("tool_search", "tool_search"),
            '{"query":"q"}',
            {"type": "tool_search_call", "arguments": {"query": "q"}, "execution": "client"},
        ),
        (ToolForm("shell", "shell"), "no object", {"type": "shell_call", "action": {}}),
    ],
)
def test_a_call_is_in_the_client_s_own_form(
    form: ToolForm, arguments: str, expected: dict[str, Any]
) -> None:
    item = call_item(ToolCall("c", "f", arguments), form, "id")
    assert item | expected == item
    assert (item["id"], item["call_id"], item["status"]) == ("id", "c", "completed")


def test_openai_s_own_proof_is_given_as_it_is_and_another_s_is_carried() -> None:
    own = Sidecar(ORIGIN, {"id": "rs", "encrypted_content": "gAAAA"})
    assert encrypted("Hm", own, b"") == "gAAAA"
    foreign = Sidecar(Origin("anthropic_messages"), {"signature": "s"})
    assert carrier.unpack(encrypted("Hm", foreign, b"k"), "Hm", b"k") == foreign
    assert carrier.is_carrier(encrypted("Hm", None, b""))
    unproved = Sidecar(Origin(NAME, "p"), {"id": "rs"})
    assert carrier.unpack(encrypted("Hm", unproved, b""), "Hm", b"") == unproved
