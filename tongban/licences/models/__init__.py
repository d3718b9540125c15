"""Nouns of the licence library: types, and licences whose record never changes."""

from tongban.licences.models.licence import Licence
from tongban.licences.models.licence_type import LicenceType

__all__ = ["Licence", "LicenceType"]
