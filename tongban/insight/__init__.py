"""Trends and surges: what rises on the board before it is news.

Not here: anything that changes a case or a message.
"""
