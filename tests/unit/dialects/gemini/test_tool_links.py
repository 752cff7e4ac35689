from app.dialects.gemini.tool_links import ToolLinks


def test_a_result_without_an_id_answers_the_first_open_call_of_its_name() -> None:
    links = ToolLinks()
    first, other, second = (links.call(name, None) for name in ("a", "b", "a"))
    assert len({first, other, second}) == 3
    assert [links.result(name, None) for name in ("a", "a", "b")] == [first, second, other]


def test_ids_of_the_client_are_kept() -> None:
    links = ToolLinks()
    assert links.call("a", "x1") == "x1"
    assert links.result("a", "x1") == "x1"


def test_a_result_whose_id_is_known_leaves_other_calls_open() -> None:
    links = ToolLinks()
    links.call("a", "x1")
    made = links.call("a", None)
    assert links.result("a", "x1") == "x1"
    assert links.result("a", None) == made


def test_a_result_of_no_call_has_an_id_of_its_own() -> None:
    links = ToolLinks()
    assert links.result("a", "lost") == "lost"
    assert links.result("a", None) != links.result("a", None)


def test_ids_do_not_depend_on_what_comes_later() -> None:
    short, long = ToolLinks(), ToolLinks()
    made = short.call("a", None)
    assert long.call("a", None) == made
    long.call("b", None)
    long.result("a", None)
