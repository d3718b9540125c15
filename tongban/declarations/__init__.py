"""Prefilled declarations computed from dated rules, confirmed from the phone.

Not here: services that a department decides on (`cases`).
"""
