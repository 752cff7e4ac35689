"""Where the files are that come with the program."""

from pathlib import Path

_APP = Path(__file__).resolve().parent.parent


def resources() -> Path:
    """The folder `resources`: inside the package where it is installed, beside it in a checkout.

    Raises `FileNotFoundError` where the installation lacks it.
    """
    for folder in (_APP / "_bundled", _APP.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The program's own files are missing: neither {_APP / '_bundled'} nor "
        f"{_APP.parent / 'resources'} exists. Install Dragoman again."
    )
