"""Services: guide, situations, form, materials and route, as immutable releases; and finding them.

A service is what the public can ask of a department. Not here: one applicant's request (`cases`).
"""
