"""The web doors, one per audience."""
