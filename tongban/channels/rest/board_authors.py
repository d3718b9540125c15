"""The message board for authors: leaving a message, and what follows, with an account or with number and tracking code."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
from ninja.params import functions as asked

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board import terms as board
from tongban.channels.parts import gate
from tongban.channels.parts.actor import moment
from tongban.channels.parts.calm import require_calm
from tongban.channels.rest.answers import Refused
from tongban.channels.rest.board import router  # one address, both methods: ninja joins them within one router only
from tongban.channels.rest.described import refuses
from tongban.channels.rest.narrowing import After
from tongban.channels.rest.shapes.board import (
    AddIn,
    CodeIn,
    MessageIn,
    MessagePage,
    MessageShape,
    MessageStanding,
    PhotoKept,
    PostedShape,
    RatingIn,
)
from tongban.channels.rest.shapes.board_anonymous import AnonymousIn, AnonymousShape, ChallengeShape
from tongban.channels.rest.shapes.words import Words
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.identity import queries as identity_queries
from tongban.identity.terms import PUBLIC, Actor, ActorKind
from tongban.kernel import idempotency, pictures, rates
from tongban.kernel.words import challenge
from tongban.responsibilities import terms as responsibilities

TRIES_A_MINUTE = 10  # of tracking codes, by one address
PHOTOS_A_MINUTE = 60
WEB = board.Origin(board.Channel.WEB)
Key = Annotated[UUID, asked.Header(alias="Idempotency-Key")]
POSTING = (
    board.Denied,
    responsibilities.NoBoard,
    board.WordsMissing,
    board.WordsTooLong,
    board.TooManyFiles,
    board.UnknownCategory,
    responsibilities.UnknownDistrict,
    board.UnknownUnit,
    responsibilities.ImpossiblePlace,
    board.UnknownFile,
    board.TooManyMessages,
    idempotency.KeyReused,
)
UNSOLVED = (challenge.ForgedChallenge, challenge.ExpiredChallenge, challenge.WrongAnswer)


@router.post(
    "/board/messages/{number}/own",
    response=MessageShape,
    auth=None,
    summary=_("凭查询码看自己的留言；登录的不用写查询码"),
    openapi_extra=refuses(board.UnknownMessage, rates.TooOften, codes=("token-ended",)),
)
def own_message(request: HttpRequest, number: str, body: CodeIn) -> MessageShape:
    return MessageShape.of(_own(request, number, body.code))


@router.post("/board/messages", response={201: PostedShape}, auth=signed_in, summary=_("写一条留言"), openapi_extra=refuses(*POSTING))
def post_message(request: HttpRequest, body: MessageIn, idempotency_key: Key) -> PostedShape:
    by = _person(caller(request), request)
    posted = board_actions.post(key=idempotency_key, message=body.message(), origin=WEB, by=by, at=moment(request))
    return PostedShape(number=posted.number)


@router.get("/board/challenge", response=ChallengeShape, auth=None, summary=_("没有账号的人写留言之前做的小题，两种里做一种"))
def board_challenge(request: HttpRequest) -> ChallengeShape:
    told = gate.tasks(request)
    words = Words(zh=told.sum.zh, en=told.sum.en)
    return ChallengeShape(sum_token=told.sum.token, sum=words, work_token=told.work.token, difficulty=told.work.difficulty)


@router.post(
    "/board/anonymous-messages",
    response={201: AnonymousShape},
    auth=None,
    summary=_("不用账号写一条留言：得到编号和查询码，不公开；先做 /board/challenge 的小题"),
    openapi_extra=refuses(*POSTING, board.ChallengeFailed, *UNSOLVED),
)
def post_anonymously(request: HttpRequest, body: AnonymousIn, idempotency_key: Key) -> AnonymousShape:
    gate.require_few(request, body.text)
    solved = body.challenge
    gate.require_solved(request, {f"{solved.task}_token": solved.token, f"{solved.task}_answer": solved.answer}, str(idempotency_key))
    posted = board_actions.post(key=idempotency_key, message=body.message(), origin=WEB, by=PUBLIC, at=moment(request))
    gate.count(request, body.text)
    return AnonymousShape(number=posted.number, code=posted.code)


@router.post(
    "/board/photos",
    response={201: PhotoKept},
    auth=None,
    summary=_("上传一张照片，给还没有发出的留言；draft 就是发出时的 Idempotency-Key"),
    openapi_extra=refuses(
        board.TooManyFiles,
        pictures.EmptyPicture,
        pictures.PictureTooLarge,
        pictures.TooManyPixels,
        pictures.HeicNotRead,
        pictures.NotAPicture,
        pictures.BrokenPicture,
        rates.TooOften,
        codes=("token-ended",),
    ),
)
def upload_photo(request: HttpRequest, draft: UUID, file: File[UploadedFile]) -> PhotoKept:
    require_calm(request, "board.photos", a_minute=PHOTOS_A_MINUTE)
    content = file.file.read(pictures.UPLOAD_BYTES + 1)
    kept = board_actions.keep_photo(draft=draft, content=content, by=_whoever(request), at=moment(request))
    return PhotoKept(digest=kept.digest, width=kept.width, height=kept.height)


@router.get("/board/mine", response=MessagePage, auth=signed_in, summary=_("我的留言，最新的在前"))
def my_messages(request: HttpRequest, after: After = "") -> MessagePage:
    return MessagePage.of(board_queries.mine(_person(caller(request), request), at=moment(request), after=after))


@router.get("/board/followed", response=MessagePage, auth=signed_in, summary=_("我关注的留言"))
def followed_messages(request: HttpRequest, after: After = "") -> MessagePage:
    return MessagePage.of(board_queries.followed(_person(caller(request), request), at=moment(request), after=after))


@router.post(
    "/board/messages/{number}/words",
    response={204: None},
    auth=None,
    summary=_("给自己的留言补充内容；没有账号的写查询码"),
    openapi_extra=refuses(
        board.UnknownMessage,
        board.WrongState,
        board.WordsMissing,
        board.WordsTooLong,
        board.TooManyAdded,
        rates.TooOften,
        codes=("token-ended",),
    ),
)
def add_to_message(request: HttpRequest, number: str, body: AddIn) -> None:
    message_id = _own(request, number, body.code).id
    board_actions.add_words(message_id=message_id, words=body.words, code=body.code, by=_whoever(request), at=moment(request))


@router.post(
    "/board/messages/{number}/withdrawal",
    response=MessageStanding,
    auth=None,
    summary=_("撤回自己的留言；没有账号的写查询码"),
    openapi_extra=refuses(board.UnknownMessage, board.WrongState, rates.TooOften, codes=("token-ended",)),
)
def withdraw_message(request: HttpRequest, number: str, body: CodeIn) -> MessageStanding:
    message_id = _own(request, number, body.code).id
    return MessageStanding.of(board_actions.withdraw(message_id=message_id, code=body.code, by=_whoever(request), at=moment(request)))


@router.post(
    "/board/messages/{number}/rating",
    response=MessageStanding,
    auth=None,
    summary=_("评价答复：解决了没有，满意几级；没有账号的写查询码"),
    openapi_extra=refuses(
        board.UnknownMessage,
        board.WrongState,
        board.RatingClosed,
        board.AlreadyRated,
        board.WordsTooLong,
        rates.TooOften,
        codes=("token-ended",),
    ),
)
def rate_answer(request: HttpRequest, number: str, body: RatingIn) -> MessageStanding:
    _count_code(request, body.code)
    by, at = _whoever(request), moment(request)
    message_id = board_queries.message(number, by=by, at=at, code=body.code).id  # one that was joined is rated too
    level = board.Satisfaction(body.satisfaction)
    return MessageStanding.of(
        board_actions.rate(message_id=message_id, solved=body.solved, satisfaction=level, words=body.words, code=body.code, by=by, at=at)
    )


@router.post(
    "/board/messages/{number}/appeal",
    response={204: None},
    auth=None,
    summary=_("不同意不公开，请另一个人再看；没有账号的写查询码"),
    openapi_extra=refuses(
        board.UnknownMessage, board.WrongState, board.WordsMissing, board.WordsTooLong, rates.TooOften, codes=("token-ended",)
    ),
)
def appeal_removal(request: HttpRequest, number: str, body: AddIn) -> None:
    message_id = _own(request, number, body.code).id
    board_actions.appeal(message_id=message_id, words=body.words, code=body.code, by=_whoever(request), at=moment(request))


@router.put(
    "/board/messages/{number}/follow",
    response={204: None},
    auth=signed_in,
    summary=_("关注一条公开的留言；joined 为真，就是“我也遇到了”"),
    openapi_extra=refuses(board.UnknownMessage, board.WrongState),
)
def follow_message(request: HttpRequest, number: str, joined: bool = False) -> None:
    by, at = _person(caller(request), request), moment(request)
    message_id = board_queries.message(number, by=by, at=at).id
    verb = board_actions.join if joined else board_actions.follow
    verb(message_id=message_id, by=by, at=at)


@router.delete(
    "/board/messages/{number}/follow",
    response={204: None},
    auth=signed_in,
    summary=_("不再关注"),
    openapi_extra=refuses(board.UnknownMessage),
)
def unfollow_message(request: HttpRequest, number: str) -> None:
    by, at = _person(caller(request), request), moment(request)
    board_actions.unfollow(message_id=board_queries.message(number, by=by, at=at).id, by=by, at=at)


def _own(request: HttpRequest, number: str, code: str) -> board.MessageView:
    """One's own message. Raises UnknownMessage for whoever is not its author; TooOften."""
    _count_code(request, code)
    view = board_queries.message(number, by=_whoever(request), at=moment(request), code=code)
    if view.own is None:
        raise board.UnknownMessage(number)
    return view


def _count_code(request: HttpRequest, code: str) -> None:
    if code:
        require_calm(request, "board.track", a_minute=TRIES_A_MINUTE)


def _whoever(request: HttpRequest) -> Actor:
    """Whoever's token it is, as the person; the public without one. A token that is nobody's is refused."""
    if not hasattr(request, "found_whoever"):
        request.found_whoever = _by_header(request)  # type: ignore[attr-defined]
    return request.found_whoever  # type: ignore[attr-defined]


def _by_header(request: HttpRequest) -> Actor:
    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return PUBLIC
    found = identity_queries.actor_by_token(token.strip(), at=moment(request))
    if found is None:
        raise Refused("token-ended")
    return _person(found, request)


def _person(found: Actor, request: HttpRequest) -> Actor:
    """Somebody of the staff writes and rates as the person they are."""
    if found.kind is ActorKind.STAFF and found.id is not None:
        return identity_queries.actor(found.id, at=moment(request), as_person=True)
    return found
