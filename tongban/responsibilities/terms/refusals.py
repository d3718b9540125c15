"""What is refused of a city's data and of a place, one class a reason."""

from tongban.kernel.yaml import Faulty


class ResponsibilitiesRefused(Exception):
    """Base; nothing has changed."""


class FaultyBoard(Faulty, ResponsibilitiesRefused):
    """The city's board data is faulty; `faults` lists file, line and what to do."""


class NoBoard(ResponsibilitiesRefused):
    """The city has loaded no board data."""


class ImpossiblePlace(ResponsibilitiesRefused):
    """The coordinates are none, or far outside the city."""


class UnknownDistrict(ResponsibilitiesRefused):
    """The city has no such district or street."""
