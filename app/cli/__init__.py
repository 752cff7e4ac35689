"""The `dragoman` command: a thin layer of words around the other rooms.

Each command is a file of its own, imported when it is called: `dragoman --help` must not wait for
an HTTP server. Secrets never come as arguments, results go to standard output, everything else to
standard error, and every failure has one of the exit codes of `exits`.
"""
