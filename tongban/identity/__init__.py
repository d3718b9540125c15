"""Who is who: persons, organisations, mandates, departments, desks, staff and logins.

Not here: what somebody may do to a case or a licence (each module's own `access` decides that from an `Actor`).
"""
