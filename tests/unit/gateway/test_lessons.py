from app.core.failure import Failure, FailureKind
from app.gateway.lessons import Lessons
from app.gateway.snapshot import Snapshot
from app.routing.resolve import Candidate
from app.settings.schema import ProviderSettings, Settings

TARGET = Candidate("p", "m", "rule")
TAUGHT = Failure(
    FailureKind.BAD_REQUEST,
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
    "'max_completion_tokens' instead.",
    status=400,
    param="max_tokens",
)


def snapshot() -> Snapshot:
    entry = ProviderSettings(base_url="https://llm.example.com/v1")
    return Snapshot.of(Settings(providers={"p": entry}))


def test_one_lesson_a_target_is_tried_and_kept_when_it_proved_right() -> None:
    shared = snapshot()
    lessons = Lessons(shared)
    assert lessons.learn(TARGET, TAUGHT, verbatim=False)
    assert not lessons.learn(TARGET, TAUGHT, verbatim=False)
    assert lessons.known(TARGET) is not None
    assert Lessons(shared).known(TARGET) is None
    lessons.keep(TARGET)
    assert Lessons(shared).known(TARGET) == lessons.known(TARGET)


def test_another_target_learns_nothing_from_it() -> None:
    shared = snapshot()
    lessons = Lessons(shared)
    assert lessons.learn(TARGET, TAUGHT, verbatim=False)
    lessons.leave()
    assert lessons.known(TARGET) is None
    lessons.keep(TARGET)
    assert shared.lessons == {}
