"""What the windows may ask of the program, as protocols and plain data; bootstrap implements it.

No Qt here, and nothing that works: a protocol a file. Sentences in errors are English and meant for
a person; `wording` says them in Chinese.
"""

from app.desktop.program.program import Program

__all__ = ["Program"]
