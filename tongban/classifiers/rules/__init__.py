"""How a classifier is tried: pure."""
