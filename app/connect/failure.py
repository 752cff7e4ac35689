"""Why another program's settings were left alone."""


class ConnectError(Exception):
    """`message` names the file and says what to do; nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
