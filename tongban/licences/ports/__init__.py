"""Vendors behind a Protocol."""
