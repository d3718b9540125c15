"""The message board as the staff sees it."""
