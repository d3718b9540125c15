"""What may follow in the life of an order and of an interview: pure."""
