"""What the user decided: one frozen tree, its file, and the steps that bring old files up to date.

The tree (`schema`) declares every setting once, with its label, its help and its default; forms,
validation and documentation are made from it. The file (`store`) is edited key by key, so that
comments and keys that we do not know stay. Secrets never enter: only references to them do.
"""
