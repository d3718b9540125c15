"""Programs of other channels that have a key: who has registered, for which unit, and who asks with it.

Not here: what such a program sends or reports (`board`), in which notation (`channels.open311`), systems that ask for licences (`sharing`).
"""
