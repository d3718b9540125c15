"""Limits and the clocks that count them: a due date is a pure function of a ledger of entries, a calendar and a limit.

Pure: no database, no request, no clock, no settings; so the rules of every module may import this one package of the kernel
(ADR 0024). Not here: which clocks a thing has, who may write an entry (the modules), the tables of holidays (`working_days`).
"""

from tongban.kernel.limits.almanac import Almanac, Calendar
from tongban.kernel.limits.counts import Due, Lights, Outcome
from tongban.kernel.limits.deadlines import deadline, light, share, until
from tongban.kernel.limits.entries import Entry, Run, run
from tongban.kernel.limits.reading import reading
from tongban.kernel.limits.terms import (
    NEVER,
    ClockReading,
    Deadline,
    Explained,
    ImpossibleTick,
    Light,
    Limit,
    NotCounted,
    Tick,
    Unit,
)
from tongban.kernel.limits.words import limit_words
