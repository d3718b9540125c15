"""Verbs on programs."""

from tongban.clients.actions.registering import add_client, revoke_client
