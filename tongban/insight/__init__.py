"""Trends, surges and analysis reports over all modules.

Not here: anything that changes a case or a message.
"""
