"""Why the program could not do what a window asked."""


class ProgramError(Exception):
    """`message` says what happened and what to do next, to a person and without any secret.

    `field` names the input that is wrong, "" where it is none of them.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
