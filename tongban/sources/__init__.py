"""Registries of departments, asked live behind one port, with purpose and log.

Not here: licences the city keeps itself (`licences`).
"""
