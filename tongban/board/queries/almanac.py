"""How the city counts: the kernel's calendar and zone, as the rules take them."""

from tongban.kernel import clock, working_days
from tongban.kernel.limits import Almanac


def almanac() -> Almanac:
    """The calendar of this process and the city's zone."""
    return Almanac(working_days.calendar(), clock.city_zone())
