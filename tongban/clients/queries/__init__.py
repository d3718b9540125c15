"""Questions about programs."""

from tongban.clients.queries.registered import by_key, hold, names_of, registered
