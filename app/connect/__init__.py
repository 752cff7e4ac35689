"""Other programs' settings: read as they are, changed key by key, put back exactly.

`formats` edits a file's text without touching what it does not own, `plan` says what we want there,
`apply` does and undoes it under a `journal`, `clients` knows each program. A login of another
program is never touched. No Qt, no HTTP, no vault: keys come in as values.
"""
