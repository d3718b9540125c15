"""Lists that somebody sends (CSV, JSON lines, XLSX): cut into records whatever their size, decoded, their values as people write them.

What is wrong is a `Fault` at its place, and costs its neighbours nothing. Pure: no database, no request, no clock; so the rules of every
module may import this package. `spreadsheets` is imported where it is used alone: its library is half a second of every process.
Not here: what a column means (the modules), and what becomes of a record.
"""

from tongban.kernel.lists import values
from tongban.kernel.lists.cells import Cells, Coded, Values
from tongban.kernel.lists.faults import Fault, Faulty, Lost
from tongban.kernel.lists.reading import Reader, UnfitHeader, as_utf8, columns, decoded, listed, mapped, rows
from tongban.kernel.lists.records import PART_ROWS, Cut, Part, Record, cut, in_parts
