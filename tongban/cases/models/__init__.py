"""The nouns of `cases`. Foreign keys stay inside the module: what other modules own is held by id.

A key into another module would make every insert lock a hot row there (a release, a login) for the sake of rows that are
never deleted.
"""

from tongban.cases.models.alert import Alert
from tongban.cases.models.case import Case
from tongban.cases.models.clock import ClockEntry
from tongban.cases.models.correction import Correction, Submission
from tongban.cases.models.draft import Draft
from tongban.cases.models.history import HistoryEntry
from tongban.cases.models.material import Material
from tongban.cases.models.paper import Paper
from tongban.cases.models.saving import Saving
from tongban.cases.models.signature import FormSignature
from tongban.cases.models.step import Step
