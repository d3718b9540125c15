"""The message board: reading it, leaving a message, and what its author does with it afterwards."""
