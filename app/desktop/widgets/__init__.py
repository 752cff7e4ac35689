"""Parts that windows are made of. They know no presenter and no program."""
