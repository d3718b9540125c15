"""What supervisors and units write on papers of orders and interviews."""

from __future__ import annotations

from tongban.directives.rules import saying
from tongban.supervision.queries.wording import paper_words


def said(text: str, field: str) -> str:
    """Legible, measured, and without telephones and numbers of people: it is sealed. Raises WordsMissing, WordsTooLong."""
    return paper_words(saying.said(text, field))
