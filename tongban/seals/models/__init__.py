"""Nouns of `seals`: seals, their events, the grants to use them, and the log of their uses."""

from tongban.seals.models.property import Seal, SealEvent, SealGrant, SealUse
