"""The log of everything that was sealed: its newest checkpoint, and proofs. Open to everybody; docs/sharing.md says how to check them."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.channels.rest.answers import Refused
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.log import CheckpointShape, ConsistencyShape, ProofShape
from tongban.kernel import transparency
from tongban.licences import terms as licences
from tongban.sharing import queries as sharing_queries

router = Router(tags=["log"], auth=None)
Size = Annotated[int, asked.Query(ge=0, le=2**62)]


@router.get(
    "/log/checkpoint", response=CheckpointShape, summary=_("存证日志最新的签名检查点"), openapi_extra=refuses(codes=("not-proven-yet",))
)
def checkpoint(request: HttpRequest) -> CheckpointShape:
    text = transparency.latest()
    if text is None:
        raise Refused("not-proven-yet")
    at = transparency.read(text).at
    assert at is not None
    return CheckpointShape.of(text, transparency.certificate(at=at))


@router.get(
    "/log/proof/{identifier}",
    response=ProofShape,
    summary=_("一个证照在存证日志里的包含证明"),
    openapi_extra=refuses(licences.MalformedIdentifier, licences.UnknownLicence, codes=("not-proven-yet",)),
)
def inclusion(request: HttpRequest, identifier: str) -> ProofShape:
    found = sharing_queries.proof(identifier)
    if found is None:
        raise Refused("not-proven-yet")
    return ProofShape.of(found)


@router.get(
    "/log/consistency",
    response=ConsistencyShape,
    summary=_("日志只增不改的一致性证明；不写 new 就到最新的检查点"),
    openapi_extra=refuses(codes=("no-such-size",)),
)
def consistency(request: HttpRequest, old: Size, new: Size = 0) -> ConsistencyShape:
    try:
        return ConsistencyShape.of(transparency.consistency(old, new))
    except transparency.NoSuchSize:
        raise Refused("no-such-size") from None
