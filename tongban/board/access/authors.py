"""Who wrote a message, by account or by tracking code; and who screens what is displayed."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

from tongban.board.access.staff import at_desk, works_for
from tongban.board.terms import AuthorKind, Channel, Denied, Screening, UnknownMessage, WordsMissing
from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind, Assurance
from tongban.kernel import crypto
from tongban.notices.terms import Recipient
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.board.models import Message
    from tongban.board.terms import Caller, Origin
    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 12  # 60 bits
READ_AS = str.maketrans("ILO", "110")
CODE = "board.code"
MADE = "board.code.made"


def author_kind(by: Actor, origin: Origin, *, release: BoardRelease, taken_for: Caller | None) -> AuthorKind:
    """As whom this actor writes to the city this way. Raises Denied; WordsMissing where the line is said to have told no number."""
    if origin.channel is Channel.IMPORT and (by.kind is ActorKind.SYSTEM or at_desk(by, release.duty_desk)):
        return AuthorKind.ELSEWHERE
    if origin.channel in (Channel.PHONE, Channel.VISIT) and at_desk(by, release.duty_desk) and taken_for is not None:
        if taken_for.verified and not taken_for.phone and origin.channel is Channel.PHONE:
            raise WordsMissing("phone")
        return AuthorKind.CALLER
    if origin.channel in (Channel.WEB, Channel.OPEN311) and by.kind is ActorKind.PERSON:
        return AuthorKind.ACCOUNT
    if origin.channel in (Channel.WEB, Channel.OPEN311) and by.kind is ActorKind.PUBLIC:
        return AuthorKind.CODE
    if origin.channel is Channel.OPEN311 and by.kind is ActorKind.CONSUMER:  # for somebody that its program does not name
        return AuthorKind.CODE
    raise Denied(f"a message by {origin.channel}")


def is_verified(by: Actor, kind: AuthorKind, taken_for: Caller | None) -> bool:
    """Whether a real person is known to stand behind a name in front."""
    match kind:
        case AuthorKind.ACCOUNT:
            return by.level >= Assurance.PHONE
        case AuthorKind.CALLER:
            return taken_for is not None and taken_for.verified
        case AuthorKind.ELSEWHERE:
            return True
        case AuthorKind.CODE:
            return False


def person(by: Actor) -> UUID | None:
    """By whom messages, follows and ratings of an account are known; None without one."""
    return (by.person_id or by.id) if by.kind is ActorKind.PERSON else None


def account(known_by: UUID) -> Recipient:
    """An account is known by its person; a login that has none, by itself."""
    login = known_by in identity_queries.names_of([known_by])
    return Recipient(login_id=known_by) if login else Recipient(person_id=known_by)


def uploaders(by: Actor, browser: UUID | None) -> tuple[UUID, ...]:
    """By whom photos were kept that this actor may use, see and drop before sending; nobody, where neither account nor browser is known."""
    return tuple(each for each in (person(by), browser) if each is not None)


def require_writer(by: Actor) -> None:
    """Whoever may write to the city may add photos: everybody but systems of other bodies. Raises Denied."""
    if by.kind is ActorKind.CONSUMER:
        raise Denied("not for systems of other bodies")


def require_account(by: Actor) -> UUID:
    """Raises Denied for whoever is not signed in as a person."""
    known = person(by)
    if known is None:
        raise Denied("only with an account")
    return known


def made_code(key: UUID) -> str:
    """The tracking code of a message that is sent with this key: the same when a lost connection makes somebody send it again."""
    drawn = int.from_bytes(crypto.blind_index(str(key), MADE), "big")
    letters = "".join(CODE_LETTERS[(drawn >> (5 * place)) & 31] for place in range(CODE_LENGTH))
    return "-".join(letters[place : place + 4] for place in range(0, CODE_LENGTH, 4))


def code_hash(number: str, code: str) -> str:
    """All that is kept of a tracking code; of another message the same code has another."""
    return crypto.blind_index(f"{number} {read_code(code)}", CODE).hex()


def read_code(code: str) -> str:
    """A code however it is typed."""
    return re.sub(r"[^0-9A-Z]", "", code.upper().translate(READ_AS))[: 2 * CODE_LENGTH]


def wrote(by: Actor, message: Message, code: str = "") -> bool:
    """Whether this actor is the author: by account, or by the code that was told once."""
    known = person(by)
    if known is not None and message.author_kind == AuthorKind.ACCOUNT and message.author_id == known:
        return True
    if not code or not message.code_hash:
        return False
    return hmac.compare_digest(code_hash(message.number, code), message.code_hash)


def require_author(by: Actor, message: Message, code: str = "") -> None:
    """A guessed code is answered like an unknown number. Raises UnknownMessage."""
    if not wrote(by, message, code):
        raise UnknownMessage(message.number)


def require_importer(by: Actor, release: BoardRelease) -> None:
    """The system, or the duty desk through the interface. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and not at_desk(by, release.duty_desk):
        raise Denied(f"done at {release.duty_desk} only")


def handles(by: Actor, message: Message, release: BoardRelease) -> bool:
    """Whether this actor screens, sits at the duty desk, or works for a unit that has the message."""
    screens = at_desk(by, release.screening_desk) and message.screening != Screening.NOT_NEEDED
    own = message.unit in by.departments and works_for(by, message.unit, release) and message.kind != Kind.REPORT
    return screens or at_desk(by, release.duty_desk) or own
