"""The desktop program: its profile taken, its log open, its parts behind the windows."""

import gc
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.desktop.single_instance import AlreadyRunning, claim
from app.logs.configure import configure
from app.platform.paths import ProfilePaths
from app.settings import environment
from app.settings.store import SettingsStore

if TYPE_CHECKING:
    from app.bootstrap.program.host import ProgramHost


def start(paths: ProfilePaths, environ: Mapping[str, str], *, minimised: bool = False) -> int:
    """Run until it is quit; gives an exit code, 0 also where the profile's first start shows up.

    Raises `AlreadyRunning` where that one does not answer, and `OSError` where the profile's
    folders cannot be written.
    """
    try:
        paths.create()
        instance = claim(paths.config, paths.runtime)
    except AlreadyRunning as running:
        if running.shown:
            return 0
        _refuse(str(running))
        raise
    except OSError as error:
        sentence = str(error)
        if error.filename is not None:
            sentence = (
                f"Dragoman cannot write {error.filename}: {error.strerror}. See that the folder is "
                "yours, and its disk neither full nor read-only."
            )
        _refuse(sentence)
        raise OSError(sentence) from error
    # Here, for a second start ends before it needs any of this.
    from app.desktop.application import CannotStart, Options, run

    close_log = _log(paths, environ)

    async def open_program() -> "ProgramHost":
        from app.bootstrap.program.host import ProgramHost

        try:
            host = ProgramHost(paths, environ)
        except OSError as error:
            raise CannotStart(f"{error}. See that Dragoman may write {paths.data}.") from error
        # What start-up made lives as long as the process: the collector need not look at it again.
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        return host

    try:
        return run(open_program, instance, Options(minimised=minimised))
    finally:
        close_log()


def _refuse(sentence: str) -> None:
    """Who double-clicked sees no terminal."""
    from app.desktop.application import refuse

    refuse(sentence)


def _log(paths: ProfilePaths, environ: Mapping[str, str]) -> Callable[[], None]:
    settings = SettingsStore(paths.config_file, forgiving=True).current
    level = "debug" if environment.read(environ).debug else settings.log_level
    return configure(settings.logs, level, paths.logs)
