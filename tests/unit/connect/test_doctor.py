from dataclasses import replace
from pathlib import Path

from app.connect import doctor
from app.connect.clients.client import Found
from app.connect.clients.codex import Codex
from app.connect.clients.llm import Llm
from app.connect.doctor import Facts
from app.connect.standing import Connection, FileState
from app.connect.written import Written
from tests.unit.connect.clients.machines import machine

PATH = Path("/home/ada/.codex/config.toml")
GOOD = Facts(
    address="http://127.0.0.1:8777",
    serving=True,
    found=Found(Path("/bin/codex")),
    connection=Connection("codex", 1, (FileState(PATH, ((("model_provider",), "ours"),)),)),
    written=Written("http://127.0.0.1:8777", "drg-key"),
    key="good",
)


def ids(home: Path, facts: Facts, **environ: str) -> list[str]:
    found = doctor.examine(Codex(), machine(home, **environ), facts)
    return [finding.id for finding in found]


def test_where_all_is_well_it_says_nothing(tmp_path: Path) -> None:
    assert ids(tmp_path, GOOD) == []


def test_each_reason_is_found_and_told_which_of_them_we_can_mend(tmp_path: Path) -> None:
    bad = replace(GOOD, serving=False, found=None, connection=None, written=None)
    found = doctor.examine(Codex(), machine(tmp_path), bad)
    assert [(each.id, bool(each.fix)) for each in found] == [
        ("server-off", True),
        ("not-found", False),
        ("not-connected", True),
    ]
    assert "http://127.0.0.1:8777" in found[0].sentence


def test_a_connection_that_no_longer_fits(tmp_path: Path) -> None:
    assert ids(tmp_path, replace(GOOD, address="http://127.0.0.1:1")) == ["stale-address"]
    assert ids(tmp_path, replace(GOOD, key="revoked")) == ["stale-key"]
    assert ids(tmp_path, replace(GOOD, key="unknown")) == ["stale-key"]
    changed = Connection("codex", 1, (FileState(PATH, ((("model_provider",), "changed"),)),))
    assert ids(tmp_path, replace(GOOD, connection=changed)) == [f"stale-changed:{PATH}"]
    broken = Connection("codex", 1, (FileState(PATH, (), "It cannot be read."),))
    assert ids(tmp_path, replace(GOOD, connection=broken)) == [f"unreadable:{PATH}"]


def test_choosing_another_model_in_the_client_is_not_stale(tmp_path: Path) -> None:
    chosen = Connection("codex", 1, (FileState(PATH, ((("model",), "changed"),)),))
    assert ids(tmp_path, replace(GOOD, connection=chosen)) == []


def test_a_proxy_that_also_catches_this_machine(tmp_path: Path) -> None:
    assert ids(tmp_path, GOOD, HTTP_PROXY="http://user:secret@proxy") == ["proxy"]
    assert ids(tmp_path, GOOD, HTTP_PROXY="http://proxy", NO_PROXY="localhost,127.0.0.1") == []
    (tmp_path / ".bashrc").write_text("export http_proxy=http://user:secret@proxy\n")
    (finding,) = doctor.examine(Codex(), machine(tmp_path), GOOD)
    assert "line 1" in finding.sentence
    assert "secret" not in finding.sentence


def test_two_installations_are_told(tmp_path: Path) -> None:
    twice = replace(GOOD, installations=(Path("/bin/codex"), Path("/opt/codex")))
    (finding,) = doctor.examine(Codex(), machine(tmp_path), twice)
    assert (finding.id, finding.severity) == ("installations", "note")


def test_a_client_that_cannot_be_served_has_that_one_reason(tmp_path: Path) -> None:
    class Unserved(Llm):
        unserved = "It speaks to nobody."

    (finding,) = doctor.examine(Unserved(), machine(tmp_path), GOOD)
    assert finding.sentence == "It speaks to nobody."
