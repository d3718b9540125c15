"""Tongban (通办): the platform on which a city runs its whole service to the public."""
