"""Analysis at the desk: the surges that were found, and what they were found by."""
