"""Stocks of licences as departments keep them: records of a list (`kernel.lists`) read by a mapping.

Not here: who may take a stock in, what the library has already, and whether a number can be right (`actions.ingestion`).
"""
# pyright: reportUnusedImport=false

from tongban.licences.rules.ingestion.conversion import Converter, reader
from tongban.licences.rules.ingestion.mapping import read as read_mapping
from tongban.licences.rules.ingestion.versions import predecessor, superseding
