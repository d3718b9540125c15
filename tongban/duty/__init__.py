"""Who is on duty, day and night: rosters of units, shifts and hand-over notes of the city's duty desk, and call-outs.

A call-out goes to the first in a unit's line, must be acknowledged within a limit, and else goes to the next, up to the level above.
Not here: what the call-out is about (a module names its subject), how somebody is reached (`notices`), the working days (`kernel`).
"""
