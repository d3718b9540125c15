"""Stocks of licences as departments keep them: lists cut into records, records read by a mapping, values cleaned.

Not here: who may take a stock in, what the library has already, and whether a number can be right (`actions.ingestion`).
"""

from tongban.licences.rules.ingestion.conversion import Converter
from tongban.licences.rules.ingestion.cutting import PART_ROWS, cut, in_parts
from tongban.licences.rules.ingestion.mapping import StockMapping
from tongban.licences.rules.ingestion.mapping import read as read_mapping
from tongban.licences.rules.ingestion.reading import Reader
from tongban.licences.rules.ingestion.versions import predecessor, superseding

__all__ = ["PART_ROWS", "Converter", "Reader", "StockMapping", "cut", "in_parts", "predecessor", "read_mapping", "superseding"]
