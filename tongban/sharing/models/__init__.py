"""Nouns of showing and sharing. The tables bear the names that they had in `licences`."""

from tongban.sharing.models.consumer import Consumer, ConsumerRight
from tongban.sharing.models.copy import Copy
from tongban.sharing.models.counter import CounterCode, CounterVisit
from tongban.sharing.models.showing import Showing
from tongban.sharing.models.use_grant import UseGrant
