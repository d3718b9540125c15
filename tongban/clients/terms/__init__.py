"""Words of `clients`."""
# pyright: reportUnusedImport=false

from tongban.clients.terms.client import Client
from tongban.clients.terms.refusals import ClientKnown, ClientsRefused, UnknownClient, UnknownUnit, WordsMissing, WordsTooLong
from tongban.identity.terms import Denied
