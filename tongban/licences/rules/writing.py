"""What somebody writes into the record of a licence: lines are kept, and every character can be seen."""

from tongban.kernel.words.unseen import has_unseen
from tongban.licences.terms import UnseenCharacters


def require_seen(text: str, what: str) -> None:
    """Lines may end; nothing unseen turns or hides them. Refuses: UnseenCharacters."""
    if has_unseen(text):
        raise UnseenCharacters(what)
