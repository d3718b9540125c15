"""Appointments and queue tickets at the windows of the city.

Not here: handling what was booked (`cases`).
"""
