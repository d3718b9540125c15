"""Working days of the city: the State Council's yearly tables of days off and make-up workdays, 2007 onwards, as data.

`Calendar` is pure and immutable; `calendar()` is the one read from `years/*.yaml`. Beyond the last table only weekdays are
known, so a due date there is provisional until the next table is published.
"""

from tongban.kernel.working_days.calendar import Calendar, Due, NoTable, Year
from tongban.kernel.working_days.tables import calendar, holidays
