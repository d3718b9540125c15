"""What is said of a program: in one line, without what nobody sees, and no longer than is kept."""

from tongban.clients.terms import WordsMissing, WordsTooLong
from tongban.kernel.words.unseen import without_unseen


def said(name: str, text: str, *, most: int, needed: bool = True) -> str:
    """The text as it is kept; signs alone say nothing. Raises WordsMissing, WordsTooLong."""
    plain = " ".join(without_unseen(text).split())
    if needed and not any(each.isalnum() for each in plain):
        raise WordsMissing(name)
    if len(plain) > most:
        raise WordsTooLong(name, most)
    return plain
