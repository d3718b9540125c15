"""A form drawn from its JSON Schema: descriptions of its fields for the templates, and what was posted as typed answers.

Not here: whether the answers are right (`cases.queries.check_form`), where a prefilled value comes from (`cases.queries.prefill`).
"""

from tongban.channels.parts.form_fields.drawing import Field, Row, draw, mistakes
from tongban.channels.parts.form_fields.reading import ROWS, read
from tongban.channels.parts.form_fields.words import fault_words, help_text, shown, told_faults, words_of
