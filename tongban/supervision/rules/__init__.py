"""What the city's rules of supervision mean, and how a week is ranked: pure."""
