"""The name of a job, for what defers it and what does it; and where it waits."""

DRAW_SURGE = "reports.draw_surge"
QUEUE = "insight"
