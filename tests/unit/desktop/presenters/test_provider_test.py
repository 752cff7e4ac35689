from app.desktop.presenters.provider_test import ProviderTestPresenter, TestState
from tests.fakes.program import FakeConfiguration, FakeProviders, fake_program
from tests.fakes.program.providers import BAD_KEY, GOOD_TEST


def trying() -> tuple[ProviderTestPresenter, FakeProviders]:
    configuration = FakeConfiguration()
    providers = FakeProviders(configuration)
    program = fake_program(configuration=configuration, providers=providers)
    return ProviderTestPresenter(program), providers


async def test_steps_are_told_one_by_one_as_they_end() -> None:
    presenter, _ = trying()
    seen: list[int] = []
    presenter.changed.connect(lambda _none: seen.append(len(presenter.state.steps)))
    presenter.start("deepseek")
    await presenter.settled()
    assert seen == [0, 1, 2, 3, 4, 5, 6, 6]
    assert presenter.state == TestState("deepseek", GOOD_TEST, running=False, passed=True)


async def test_a_step_that_failed_is_the_last() -> None:
    presenter, providers = trying()
    providers.steps = BAD_KEY
    presenter.start("deepseek")
    await presenter.settled()
    assert presenter.state.passed is False
    assert presenter.state.steps[-1].name == "auth"


async def test_only_the_newest_test_is_shown() -> None:
    presenter, _ = trying()
    presenter.start("deepseek")
    presenter.start("ollama")
    await presenter.settled()
    assert presenter.state.provider == "ollama"
    presenter.forget()
    assert presenter.state == TestState()
