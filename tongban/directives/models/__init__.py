"""Nouns of `directives`."""

from tongban.directives.models.asks import Ask, SecondComplaint
from tongban.directives.models.interviews import Interview, InterviewedHead, InterviewStep
from tongban.directives.models.orders import Order, OrderStep, Paper
