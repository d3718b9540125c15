"""What the log of everything that was sealed proves of a licence."""

from __future__ import annotations

from tongban.kernel import transparency
from tongban.licences import models, rules, terms

SUBJECT = models.Licence._meta.label_lower


def proof(identifier: str) -> transparency.Proof | None:
    """The proof of the newest entry about a licence, for everybody; None until a checkpoint covers it, or where a whole stock is one entry.

    Refuses: MalformedIdentifier, UnknownLicence.
    """
    rules.parse(identifier)
    found = models.Licence.objects.filter(identifier=identifier.strip().upper()).first()
    if found is None:
        raise terms.UnknownLicence(identifier)
    return log_proof(found)


def log_proof(licence: models.Licence) -> transparency.Proof | None:
    """The same, of a licence that is at hand."""
    return transparency.proof(SUBJECT, str(licence.pk))
