"""Open311 GeoReport v2: other programs read displayed messages and send new ones; a unit's own system reports on its orders."""
