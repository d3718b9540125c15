"""Nouns of `board`."""

from tongban.board.models.client import Client, ReportedUpdate
from tongban.board.models.figures import Figure, FigureCount, FigureSum
from tongban.board.models.message import Follower, KeptPicture, Message, Picture, Track
from tongban.board.models.order import CalledBack, Dispatched, Extension, Note, Order, Rating, Reply

__all__ = [
    "CalledBack",
    "Client",
    "Dispatched",
    "Extension",
    "Figure",
    "FigureCount",
    "FigureSum",
    "Follower",
    "KeptPicture",
    "Message",
    "Note",
    "Order",
    "Picture",
    "Rating",
    "Reply",
    "ReportedUpdate",
    "Track",
]
