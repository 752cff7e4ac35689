import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from app.connect import apply
from app.connect.apply import connect, disconnect, preview, replay, state
from app.connect.failure import ConnectError
from app.connect.formats.notations import parse
from app.connect.journal import Journal
from app.connect.plan import ABSENT, FilePlan, KeyEdit, KeyPath, Notation, Plan
from tests.unit.connect.hostile import (
    AIDER,
    CASES,
    CODEX,
    DOTENV,
    EDITS,
    FULL,
    KEY,
    REFUSED,
    URL,
    Case,
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "profile" / "connect")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home" / "settings"


def plan_of(path: Path, notation: Notation = "jsonc", *edits: KeyEdit) -> Plan:
    return Plan("client", (FilePlan(path, notation, edits or EDITS[notation]),))


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_disconnecting_puts_every_byte_back(case: Case, path: Path, journal: Journal) -> None:
    path.write_bytes(case.content)
    path.chmod(0o640)
    connect(plan_of(path, case.notation), journal, 1)
    document = parse(case.notation, path.read_bytes(), path)
    for edit in EDITS[case.notation]:
        assert document.value(edit.path) == edit.value
    connected = state(journal, "client")
    assert connected is not None
    assert connected.intact
    undone = disconnect(journal, "client")
    assert (undone.restored, undone.left) == ((path,), ())
    assert path.read_bytes() == case.content
    assert mode_of(path) == 0o640
    assert state(journal, "client") is None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_without_the_old_bytes_the_inverse_edits_give_the_same(
    case: Case, path: Path, journal: Journal
) -> None:
    path.write_bytes(case.content)
    connect(plan_of(path, case.notation), journal, 1)
    for content in (journal.folder / "contents").iterdir():
        content.unlink()
    assert disconnect(journal, "client").left == ()
    assert path.read_bytes() == case.content


@pytest.mark.parametrize("case", CASES, ids=str)
def test_connecting_again_keeps_what_was_there_before_us(
    case: Case, path: Path, journal: Journal
) -> None:
    path.write_bytes(case.content)
    connect(plan_of(path, case.notation), journal, 1)
    first = path.read_bytes()
    connect(plan_of(path, case.notation), journal, 2)
    assert path.read_bytes() == first
    moved = [
        KeyEdit(edit.path, edit.value.replace("7421", "8080"), edit.secret)
        if isinstance(edit.value, str)
        else edit
        for edit in EDITS[case.notation]
    ]
    connect(plan_of(path, case.notation, *moved), journal, 3)
    assert b"7421" not in path.read_bytes()
    for content in (journal.folder / "contents").iterdir():
        content.unlink()
    assert disconnect(journal, "client").left == ()
    assert path.read_bytes() == case.content


@pytest.mark.parametrize("case", [case for case in CASES if case.notation == "jsonc"], ids=str)
def test_a_program_that_writes_the_file_anew_without_comments_loses_nothing_of_its_own(
    case: Case, path: Path, journal: Journal
) -> None:
    path.write_bytes(case.content)
    connect(plan_of(path), journal, 1)
    before = parse("jsonc", case.content, path).plain
    now = parse("jsonc", path.read_bytes(), path).plain
    path.write_text(json.dumps({"first": 1, **now, "last": {"x": 1}}, indent=2))
    assert disconnect(journal, "client").left == ()
    assert json.loads(path.read_text()) == {"first": 1, **before, "last": {"x": 1}}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_cannot_be_edited_safely_is_refused_and_untouched(
    case: Case, path: Path, journal: Journal
) -> None:
    path.write_bytes(case.content)
    before = path.stat()
    for call in (
        lambda: preview(plan_of(path, case.notation)),
        lambda: connect(plan_of(path, case.notation), journal, 1),
    ):
        with pytest.raises(ConnectError) as caught:
            call()
        assert str(path) in caught.value.message
        assert KEY not in caught.value.message
    assert path.read_bytes() == case.content
    assert path.stat() == before
    assert journal.clients() == ()


Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


FOREIGN: dict[str, tuple[Notation, str, Change]] = {
    "a key before ours": ("jsonc", FULL, swap('"FOO"', '"NEW": 1,\n    "FOO"')),
    "a key after theirs": ("jsonc", FULL, swap('"FOO": "bar",', '"FOO": "bar", "NEW": [1],')),
    "a server at the top": ("jsonc", FULL, swap("{\n  // my", '{\n  "mcp": {"a": 1},\n  // my')),
    "a server below": ("jsonc", FULL, swap('"statusLine"', '"mcp": {"a": 1},\n  "statusLine"')),
    "a comment": ("jsonc", FULL, swap("/* the environment */", "// other\n  /* words */")),
    "a comment away": ("jsonc", FULL, swap(" // do not touch", "")),
    "a value of theirs": ("jsonc", FULL, swap('"bar"', '"other"')),
    "a key of theirs away": ("jsonc", FULL, swap('    "FOO": "bar", // foo\n', "")),
    "hooks away": (
        "jsonc",
        FULL,
        swap('  "hooks": {\n    "PostToolUse": [{ "command": "echo \\"hi\\"" }]\n  },\n', ""),
    ),
    "a new end": ("jsonc", FULL, lambda text: text + "\n// end\n"),
    "other line ends": ("jsonc", FULL, lambda text: text.replace("\n", "\r\n")),
    "a mark": ("jsonc", FULL, lambda text: "\ufeff" + text),
    "into a minified file": ("jsonc", '{"z":0,"env":{"A":"b"}}', swap('"z"', '"y":1,"z"')),
    "into an empty object": ("jsonc", "{}", swap("{", '{ "x": 1, ')),
    "TOML: a server": ("toml", CODEX, swap("[tui]", '[mcp_servers.two]\na = "b"\n\n[tui]')),
    "TOML: a key at the top": ("toml", CODEX, swap('model = "gpt-5"', 'a = 1\nmodel = "o3"')),
    "TOML: trust at the end": ("toml", CODEX, lambda text: text + '\n[projects."/b"]\nx = 1\n'),
    "TOML: a comment": ("toml", CODEX, swap("# the model", "# another model")),
    "YAML: a key": ("yaml", AIDER, swap("auto-commits", "dark-mode: true\nauto-commits")),
    "YAML: a key at the end": ("yaml", AIDER, lambda text: text + "x: 1\n"),
    "YAML: a list": ("yaml", AIDER, swap("  - CONV", "  - README.md\n  - CONV")),
    "dotenv: a key": ("dotenv", DOTENV, swap("BAR=baz", "BAR=x\nexport NEW='y' # z")),
    "dotenv: a key at the end": ("dotenv", DOTENV, lambda text: text + "NEW=1\n"),
    "dotenv: a comment": ("dotenv", DOTENV, swap("# keys", "# other keys\n")),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_others_wrote_meanwhile_stays_and_only_ours_goes(
    name: str, path: Path, journal: Journal
) -> None:
    notation, text, change = FOREIGN[name]
    path.write_bytes(text.encode())
    connect(plan_of(path, notation), journal, 1)
    path.write_bytes(change(path.read_bytes().decode()).encode())
    expected = change(text)
    undone = disconnect(journal, "client")
    assert undone.left == ()
    if name == "into an empty object":  # the comma is its writer's
        assert path.read_text() == '{ "x": 1\n}'
    else:
        assert path.read_bytes().decode() == expected


def test_a_file_that_was_formatted_anew_loses_only_our_keys(path: Path, journal: Journal) -> None:
    path.write_text('{"a":1,"env":{"ANTHROPIC_API_KEY":"k1","B":2}}')
    connect(plan_of(path), journal, 1)
    path.write_text(
        '{\n\t"model": "claude-opus",\n\t"env": {\n\t\t"ANTHROPIC_AUTH_TOKEN": "' + KEY + '",\n'
        '\t\t"ANTHROPIC_BASE_URL": "' + URL + '",\n\t\t"B": 2\n\t},\n\t"a": 1\n}\n'
    )
    assert disconnect(journal, "client").left == ()
    assert path.read_text() == (
        '{\n\t"env": {\n\t\t"B": 2,\n\t\t"ANTHROPIC_API_KEY": "k1"\n\t},\n\t"a": 1\n}\n'
    )


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        (URL, "http://other.example", ("env", "ANTHROPIC_BASE_URL")),
        (KEY, "PROXY_MANAGED", ("env", "ANTHROPIC_AUTH_TOKEN")),
        ('"claude-opus"', "null", ("model",)),
    ],
)
def test_a_key_that_somebody_changed_is_left_and_told(
    old: str, new: str, left: KeyPath, path: Path, journal: Journal
) -> None:
    path.write_text(FULL)
    connect(plan_of(path), journal, 1)
    path.write_text(path.read_text().replace(old, new, 1))
    found = state(journal, "client")
    assert found is not None
    assert not found.intact
    assert dict(found.files[0].keys)[left] == "changed"
    undone = disconnect(journal, "client")
    assert [(one.path, one.key) for one in undone.left] == [(path, left)]
    assert new in path.read_text()
    assert KEY not in path.read_text()
    assert "sk-ant-users-own-key-1" in path.read_text()


def test_a_key_put_back_by_hand_is_not_worth_a_word(path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    connect(plan_of(path), journal, 1)
    path.write_text(FULL)
    undone = disconnect(journal, "client")
    assert (undone.left, undone.restored) == ((), ())
    assert path.read_text() == FULL


def test_a_parent_that_somebody_took_out_stays_out_and_their_key_is_told(
    path: Path, journal: Journal
) -> None:
    path.write_text('{"env": {"ANTHROPIC_BASE_URL": "https://a.example"}, "z": 1}')
    connect(plan_of(path), journal, 1)
    path.write_text('{"z": 1, "model": "claude-opus"}')
    undone = disconnect(journal, "client")
    assert path.read_text() == '{"z": 1}'
    assert [one.key for one in undone.left] == [("env", "ANTHROPIC_BASE_URL")]


def test_a_table_that_we_made_stays_where_others_use_it_now(path: Path, journal: Journal) -> None:
    path.write_text('{\n  "a": 1\n}\n')
    connect(plan_of(path), journal, 1)
    path.write_text(path.read_text().replace('"env": {', '"env": {\n    "B": 1,'))
    disconnect(journal, "client")
    assert path.read_text() == '{\n  "a": 1,\n  "env": {\n    "B": 1\n  }\n}\n'


def test_a_table_that_was_empty_before_us_stays(path: Path, journal: Journal) -> None:
    path.write_text('{"env": {}, "b": 1}')
    connect(plan_of(path), journal, 1)
    path.write_text(path.read_text().replace('"b": 1', '"b": 2'))
    disconnect(journal, "client")
    assert path.read_text() == '{"env": {}, "b": 2}'


def test_a_file_that_we_made_goes_with_its_folders(path: Path, journal: Journal) -> None:
    made = path / "a" / "b" / "settings.json"
    connect(plan_of(made), journal, 1)
    assert mode_of(made) == 0o600
    assert mode_of(path) == 0o700
    disconnect(journal, "client")
    assert not path.exists()


def test_a_file_that_we_made_stays_with_what_others_put_in(path: Path, journal: Journal) -> None:
    connect(plan_of(path), journal, 1)
    path.write_text(path.read_text().replace("{", '{\n  "theirs": true,', 1))
    disconnect(journal, "client")
    assert path.read_text() == '{\n  "theirs": true\n}\n'


def test_a_folder_that_we_made_stays_where_others_use_it(path: Path, journal: Journal) -> None:
    made = path / "a" / "settings.json"
    connect(plan_of(made), journal, 1)
    (path / "theirs").touch()
    disconnect(journal, "client")
    assert [one.name for one in path.iterdir()] == ["theirs"]


def test_taking_out_of_a_file_that_is_not_there_makes_none(path: Path, journal: Journal) -> None:
    connect(plan_of(path, "jsonc", KeyEdit(("a",), ABSENT)), journal, 1)
    assert not path.exists()
    disconnect(journal, "client")
    assert not path.exists()


def test_a_file_that_somebody_deleted_is_told_where_it_held_their_keys(
    path: Path, journal: Journal
) -> None:
    path.write_text(FULL)
    connect(plan_of(path), journal, 1)
    path.unlink()
    undone = disconnect(journal, "client")
    assert not path.exists()
    assert {one.key for one in undone.left} == {
        ("env", "ANTHROPIC_BASE_URL"),
        ("env", "ANTHROPIC_API_KEY"),
    }


def test_a_file_that_got_broken_meanwhile_is_not_touched_and_stays_connected(
    path: Path, journal: Journal
) -> None:
    path.write_text(FULL)
    connect(plan_of(path), journal, 1)
    good = path.read_text()
    path.write_text(good + "}")
    with pytest.raises(ConnectError, match="line 18"):
        disconnect(journal, "client")
    assert path.read_text() == good + "}"
    found = state(journal, "client")
    assert found is not None
    assert "cannot be read" in found.files[0].problem
    assert not found.gone
    path.write_text(good)
    disconnect(journal, "client")
    assert path.read_text() == FULL


def test_keys_that_are_to_stay_do_and_all_else_goes(path: Path, journal: Journal) -> None:
    path.write_text(CODEX)
    table = {"name": "Dragoman", "base_url": URL}
    plan = plan_of(
        path,
        "toml",
        KeyEdit(("model_provider",), "dragoman"),
        KeyEdit(("model_providers", "dragoman"), table, keep=True),
    )
    connect(plan, journal, 1)
    disconnect(journal, "client")
    kept = f'\n[model_providers.dragoman]\nname = "Dragoman"\nbase_url = "{URL}"\n'
    assert path.read_text() == CODEX + kept
    connect(plan, journal, 2)
    disconnect(journal, "client")
    assert path.read_text() == CODEX + kept


def test_a_file_that_is_ours_alone_is_written_and_deleted_whole(
    path: Path, journal: Journal
) -> None:
    plan = Plan("client", (FilePlan(path, "jsonc", whole=True, content='{"a": 1}\n'),))
    connect(plan, journal, 1)
    assert path.read_text() == '{"a": 1}\n'
    assert mode_of(path) == 0o600
    assert disconnect(journal, "client").restored == (path,)
    assert not path.exists()


def test_a_whole_file_that_somebody_changed_stays(path: Path, journal: Journal) -> None:
    connect(Plan("client", (FilePlan(path, "jsonc", whole=True, content="{}"),)), journal, 1)
    path.write_text('{"mine": 1}')
    undone = disconnect(journal, "client")
    assert path.read_text() == '{"mine": 1}'
    assert [(one.path, one.key) for one in undone.left] == [(path, ())]


def test_a_whole_file_in_the_place_of_anothers_gives_it_back(path: Path, journal: Journal) -> None:
    path.write_text("theirs")
    connect(Plan("client", (FilePlan(path, "jsonc", whole=True, content="{}"),)), journal, 1)
    disconnect(journal, "client")
    assert path.read_text() == "theirs"


def test_what_a_new_plan_does_not_want_any_more_is_put_back(path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    other = path.with_name("other")
    first = plan_of(path)
    extra = FilePlan(other, "dotenv", EDITS["dotenv"])
    connect(Plan("client", (*first.files, extra)), journal, 1)
    connect(plan_of(path, "jsonc", EDITS["jsonc"][0]), journal, 2)
    assert not other.exists()
    document = parse("jsonc", path.read_bytes(), path)
    assert document.value(("env", "ANTHROPIC_BASE_URL")) == URL
    assert document.value(("env", "ANTHROPIC_API_KEY")) == "sk-ant-users-own-key-1"
    disconnect(journal, "client")
    assert path.read_text() == FULL


def test_what_another_program_wrote_over_ours_is_no_former_value(
    path: Path, journal: Journal
) -> None:
    path.write_text(FULL)
    connect(plan_of(path), journal, 1)
    taken = path.read_text().replace(KEY, "PROXY_MANAGED").replace(URL, "http://127.0.0.1:15721")
    path.write_text(taken)
    connect(plan_of(path), journal, 2)
    assert KEY in path.read_text()
    assert disconnect(journal, "client").left == ()
    document = parse("jsonc", path.read_bytes(), path)
    assert document.value(("env", "ANTHROPIC_BASE_URL")) == "https://api.example.org"
    assert document.value(("env", "ANTHROPIC_AUTH_TOKEN")) is ABSENT


def test_our_own_key_is_no_former_value_even_with_the_journal_lost(
    path: Path, tmp_path: Path
) -> None:
    path.write_text("{}")
    connect(plan_of(path), Journal(tmp_path / "one"), 1)
    journal = Journal(tmp_path / "two")
    connect(plan_of(path), journal, 2)
    disconnect(journal, "client")
    document = parse("jsonc", path.read_bytes(), path)
    assert document.value(("env", "ANTHROPIC_AUTH_TOKEN")) is ABSENT
    assert document.value(("env", "ANTHROPIC_BASE_URL")) is ABSENT


def test_a_key_that_was_as_we_want_it_before_us_stays(path: Path, journal: Journal) -> None:
    path.write_text('{"model": "claude-opus", "x": 1}')
    connect(plan_of(path), journal, 1)
    path.write_text(path.read_text().replace('"x": 1', '"x": 2'))
    disconnect(journal, "client")
    assert path.read_text() == '{"model": "claude-opus", "x": 2}'


def test_two_clients_in_one_file_let_go_of_it_in_any_order(path: Path, journal: Journal) -> None:
    path.write_text('{\n  "z": 1\n}\n')
    one = Plan("one", (FilePlan(path, "jsonc", (KeyEdit(("env", "A"), 1),)),))
    two = Plan("two", (FilePlan(path, "jsonc", (KeyEdit(("env", "B"), 2),)),))
    for first, second in (("one", "two"), ("two", "one")):
        connect(one, journal, 1)
        connect(two, journal, 2)
        assert disconnect(journal, first).left == ()
        assert disconnect(journal, second).left == ()
        assert path.read_text() == '{\n  "z": 1\n}\n'


def test_two_clients_with_the_same_key_do_not_take_each_others_value_for_the_users(
    path: Path, journal: Journal
) -> None:
    path.write_text('{"a": "theirs"}')
    for name in ("one", "two"):
        edit = KeyEdit(("a",), f"of {name}")
        connect(Plan(name, (FilePlan(path, "jsonc", (edit,)),)), journal, 1)
    assert [one.key for one in disconnect(journal, "one").left] == [("a",)]
    assert disconnect(journal, "two").left == ()
    assert path.read_text() == '{"a": "theirs"}'


def test_nothing_is_done_for_a_client_that_is_not_connected(journal: Journal) -> None:
    assert disconnect(journal, "client") == apply.Undone()
    assert state(journal, "client") is None
    assert replay(journal) == ()


@pytest.mark.parametrize("link", ["absolute", "relative", "dangling", "of a link"])
def test_a_link_stays_a_link_and_its_file_is_restored(
    link: str, tmp_path: Path, path: Path, journal: Journal
) -> None:
    real = tmp_path / "dotfiles" / "claude.json"
    real.parent.mkdir()
    if link != "dangling":
        real.write_text(FULL)
        real.chmod(0o644)
    if link == "of a link":
        (tmp_path / "between").symlink_to(real)
        path.symlink_to("../between")
    else:
        path.symlink_to("../dotfiles/claude.json" if link == "relative" else real)
    leads = path.readlink()
    connect(plan_of(path), journal, 1)
    assert path.is_symlink()
    assert KEY in real.read_text()
    disconnect(journal, "client")
    assert path.readlink() == leads
    if link == "dangling":
        assert not real.exists()
    else:
        assert real.read_text() == FULL
        assert mode_of(real) == 0o644


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640, 0o664, 0o755])
def test_the_mode_stays_whatever_the_umask(mode: int, path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    path.chmod(mode)
    old = os.umask(0o077)
    try:
        connect(plan_of(path), journal, 1)
        assert mode_of(path) == mode
        disconnect(journal, "client")
        assert mode_of(path) == mode
    finally:
        os.umask(old)


def test_of_two_files_both_are_written_or_none(path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    bad = path.with_name("folder")

    def block(step: str) -> None:
        if step == "written 0":
            bad.mkdir()

    files = (*plan_of(path).files, FilePlan(bad, "dotenv", EDITS["dotenv"]))
    with pytest.raises(ConnectError, match="is a folder"):
        connect(Plan("client", files), Journal(journal.folder, block), 1)
    assert path.read_text() == FULL
    assert journal.clients() == ()


def test_a_file_written_at_the_same_moment_is_read_again(path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    writes = iter(['"FOO": "other"'])

    def write_too(step: str) -> None:
        if step == "temporary written" and (new := next(writes, "")):
            path.write_text(FULL.replace('"FOO": "bar"', new))

    connect(plan_of(path), Journal(journal.folder, write_too), 1)
    assert KEY in path.read_text()
    disconnect(journal, "client")
    assert path.read_text() == FULL.replace('"bar"', '"other"')


def test_a_file_written_without_pause_is_left_alone(path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    count = iter(range(100))

    def write_too(step: str) -> None:
        if step == "temporary written":
            path.write_text(FULL.replace("bar", f"bar{next(count)}"))

    with pytest.raises(ConnectError, match="another program"):
        connect(plan_of(path), Journal(journal.folder, write_too), 1)
    assert KEY not in path.read_text()
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert journal.clients() == ()


def test_a_preview_shows_the_change_and_touches_nothing(path: Path) -> None:
    path.write_text(FULL)
    (change,) = preview(plan_of(path))
    assert change.exists
    assert f'+    "ANTHROPIC_BASE_URL": "{URL}"' in change.diff
    assert KEY not in change.diff
    assert "sk-ant" not in change.diff
    assert path.read_text() == FULL
    (new,) = preview(plan_of(path.with_name("new")))
    assert not new.exists


def test_no_secret_is_in_a_repr(path: Path, journal: Journal) -> None:
    path.write_text(FULL)
    connect(plan_of(path), journal, 1)
    text = repr((journal, journal.record("client"), state(journal, "client"), plan_of(path)))
    assert KEY not in text
    assert "sk-ant" not in text
