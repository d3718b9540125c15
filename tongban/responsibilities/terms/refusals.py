"""What is refused of a city's data and of a place, one class a reason."""


class ResponsibilitiesRefused(Exception):
    """Base; nothing has changed."""


class FaultyBoard(ResponsibilitiesRefused):
    """The city's board data is faulty; `faults` lists file, line and what to do."""

    def __init__(self, faults: tuple[object, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


class NoBoard(ResponsibilitiesRefused):
    """The city has loaded no board data."""


class ImpossiblePlace(ResponsibilitiesRefused):
    """The coordinates are none, or far outside the city."""


class UnknownDistrict(ResponsibilitiesRefused):
    """The city has no such district or street."""
