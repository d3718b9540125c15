"""Nouns of `board`."""

from tongban.board.models.figures import Figure, FigureCount, FigureSum
from tongban.board.models.message import Follower, KeptPicture, Message, Picture, Track
from tongban.board.models.order import CalledBack, Dispatched, Extension, Note, Order, Rating, Reply, ReportedUpdate
