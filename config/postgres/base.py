"""Connections live as long as their thread. Before a request uses one, we look whether the server has said goodbye on it.

Django would send `SELECT 1` each time; a server that went away has closed its end, which the socket shows without asking.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]  the stubs say None
        """An idle connection has nothing to read, unless the server closes it."""
        if self.connection is None or self.connection.closed:
            return False
        waiting, _, _ = select.select([self.connection.fileno()], [], [], 0)
        return not waiting
