"""Rules of the board: pure."""
