"""Nouns of `clients`."""

from tongban.clients.models.client import Client
