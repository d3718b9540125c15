"""Applying, one page at a time; every page saves a draft, and nothing binds before the last button."""
