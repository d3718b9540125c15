"""The doors: web, REST and console today; what doors share is in `parts`.

A door translates between people or machines and the verbs below; it decides nothing and owns no table.
"""
