"""What is refused in `snapshots`, one class a reason."""


class SnapshotsRefused(Exception):
    """Base; nothing has changed."""


class Denied(SnapshotsRefused):
    """Not for this actor."""


class ExtraMissing(SnapshotsRefused):
    """The libraries of requirements/insight.txt are not installed; carries the one that was looked for."""

    def __init__(self, library: str = "") -> None:
        super().__init__(library)
        self.library = library


class SnapshotRunning(SnapshotsRefused):
    """Another process is taking a snapshot."""


class NoSnapshot(SnapshotsRefused):
    """No snapshot has been taken yet, or none that this version of the program can read."""
