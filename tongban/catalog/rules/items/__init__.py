"""Lists of items (事项清单) from other systems, CSV or XLSX, as contents of guides; what is dirty is reported, never lost.

Not here: who may import and what is published (`actions.importing`).
"""
# pyright: reportUnusedImport=false

from tongban.catalog.rules.items.conversion import Converted, Item, convert
from tongban.catalog.rules.items.mapping import ListMapping
from tongban.catalog.rules.items.mapping import read as read_mapping
from tongban.catalog.rules.items.table import Table
from tongban.catalog.rules.items.table import read as read_table
