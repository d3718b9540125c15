"""What a city's data must mean together, and whom it asks: pure."""
