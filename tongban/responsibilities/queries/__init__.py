"""Questions about what a city says, and what its rules answer: they are pure, and whoever dispatches asks them here."""

from tongban.responsibilities.queries.city import board, forget, unit_name, watches_all
from tongban.responsibilities.queries.units import units
from tongban.responsibilities.rules.dispatch import (
    HELD,
    MENTIONED,
    NAMED,
    Decision,
    Guess,
    Question,
    at_or_below,
    class_of,
    decide,
    duty_for,
    holds,
    is_about,
    line_key,
    lineage,
    named_in,
)
from tongban.responsibilities.rules.overlap import dead_rules
from tongban.responsibilities.rules.place import located, metres
from tongban.responsibilities.rules.urgency import danger, tier_of
