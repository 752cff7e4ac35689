from app.dialects.anthropic_messages.gist import gist


def test_a_search_result_reads_as_title_source_and_texts() -> None:
    block = {
        "type": "search_result",
        "title": "A title",
        "source": "https://example.com",
        "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}],
    }
    assert gist(block) == "A title\nhttps://example.com\none\ntwo"


def test_web_search_results_read_as_titles_and_addresses() -> None:
    block = {
        "type": "web_search_tool_result",
        "content": [{"type": "web_search_result", "title": "T", "url": "https://e.com", "x": 1}],
    }
    assert gist(block) == "T\nhttps://e.com"


def test_code_execution_reads_as_its_output() -> None:
    content = {"type": "code_execution_result", "stdout": "4\n", "stderr": "", "return_code": 0}
    assert gist({"type": "code_execution_tool_result", "content": content}) == "4\n"


def test_a_server_tool_s_call_is_a_note() -> None:
    assert gist({"type": "server_tool_use", "name": "web_search"}) == "[web_search was called]"


def test_an_unknown_block_is_a_note_of_its_type() -> None:
    assert gist({"type": "hologram", "data": "x"}) == "[unsupported block: hologram]"


def test_a_gist_is_bounded_in_length_and_in_depth() -> None:
    block: dict[str, object] = {"type": "x_tool_result", "content": "y" * 100_000}
    assert len(gist(block)) == 20_000
    nested: object = "deep"
    for _ in range(500):
        nested = [nested]
    assert (
        gist({"type": "x_tool_result", "content": nested}) == "[unsupported block: x_tool_result]"
    )
