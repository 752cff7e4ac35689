"""Where one profile's files are."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = "dragoman"
CONFIG_VARIABLE = "DRAGOMAN_CONFIG"  # a folder of settings that several gateways share


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """The four folders that a run touches, and nothing else on the machine.

    `isolated` is the folder given by `--profile`; None for the user's ordinary profile.
    """

    config: Path
    data: Path
    logs: Path
    runtime: Path
    isolated: Path | None = None

    @property
    def config_file(self) -> Path:
        """The settings."""
        return self.config / "config.toml"

    @property
    def client_keys_file(self) -> Path:
        """The digests of client keys."""
        return self.config / "client_keys.json"

    @property
    def first_start_lock(self) -> Path:
        """Held while the local client key is minted."""
        return self.config / ".client_key.lock"

    @property
    def keyring_service(self) -> str:
        """The service under which this profile's secrets are in the keyring, apart from others'."""
        if self.isolated is None:
            return _PROGRAM
        digest = hashlib.sha256(os.fsencode(self.isolated)).hexdigest()
        return f"{_PROGRAM}:{digest[:16]}"

    def create(self) -> None:
        """Make the folders that are missing, each for this user only.

        Raises `OSError` where that is not possible.
        """
        for folder in (self.config, self.data, self.logs, self.runtime):
            if not folder.is_dir():
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.mkdir(mode=0o700, exist_ok=True)


def profile_paths(folder: Path | None = None, config: Path | None = None) -> ProfilePaths:
    """The paths of the profile in `folder`, or of the user's ordinary profile; creates nothing.

    `config` is a folder of settings that several gateways share, each with a profile of its own.
    """
    shared = config.expanduser().resolve() if config is not None else None
    if folder is not None:
        root = folder.expanduser().resolve()
        return ProfilePaths(shared or root, root / "data", root / "logs", root / "run", root)
    import platformdirs  # here: the command's --help does without it

    dirs = platformdirs.PlatformDirs(_PROGRAM, appauthor=False)
    data = dirs.user_data_path
    # Without a login session Linux has no runtime folder of the user's own.
    sessionless = sys.platform.startswith("linux") and not os.environ.get("XDG_RUNTIME_DIR")
    runtime = data / "run" if sessionless else dirs.user_runtime_path
    return ProfilePaths(shared or dirs.user_config_path, data, dirs.user_log_path, runtime)
