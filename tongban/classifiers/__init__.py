"""Classifiers of texts that were trained: kept with what their trial said, the newest in force.

Not here: the texts from which one is learnt and what is done with its word (`board`), learning and deciding themselves (`kernel.words`).
"""
