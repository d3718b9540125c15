"""Management commands: the operator's verbs at a terminal."""
