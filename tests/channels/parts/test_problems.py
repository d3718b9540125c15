"""Every refusal has words: a code, what is wrong and what to do, in both languages; and a page that shows them."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from tests.house import source
from tongban.board.terms import refusals as board
from tongban.campaigns.terms import refusals as campaigns
from tongban.cases.terms import refusals
from tongban.catalog import terms as catalog
from tongban.channels.parts import faults, problems
from tongban.channels.parts.keepable import Unkeepable
from tongban.channels.parts.middleware import Refusals
from tongban.channels.parts.problems.board import FIELDS
from tongban.channels.parts.problems.campaigns import CAMPAIGN_FIELDS, DATES
from tongban.channels.parts.problems.supervision import SUPERVISED_FIELDS
from tongban.classifiers import terms as classifiers
from tongban.clients.terms import refusals as clients
from tongban.directives.terms import refusals as directives
from tongban.duty.terms import refusals as duty
from tongban.identity import terms as identity
from tongban.insight.terms import refusals as insight
from tongban.kernel import documents, files, idempotency, identifiers, limits, ofd, pictures, rates, signing
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.words import challenge
from tongban.licences.terms import refusals as licences
from tongban.notices import terms as notices
from tongban.reports.terms import refusals as reports
from tongban.responsibilities.terms import refusals as responsibilities
from tongban.seals.terms import refusals as seals
from tongban.sharing.terms import refusals as sharing
from tongban.snapshots.terms import refusals as snapshots
from tongban.supervision.terms import refusals as supervision
from tongban.watches.terms import refusals as watches

BASES = {
    board.BoardRefused,
    clients.ClientsRefused,
    responsibilities.ResponsibilitiesRefused,
    refusals.Refusal,
    licences.Refusal,
    sharing.Refusal,
    seals.Refusal,
    notices.Refusal,
    duty.Refusal,
    classifiers.Refusal,
    supervision.SupervisionRefused,
    directives.DirectiveRefused,
    campaigns.CampaignRefused,
    insight.InsightRefused,
    watches.WatchesRefused,
    reports.ReportRefused,
    snapshots.SnapshotsRefused,
    files.FileRefused,
    pictures.PictureRefused,
    challenge.Unsolved,
}
STATUSES = {
    refusals.Denied: 403,
    refusals.UnknownCase: 404,
    refusals.WrongState: 409,
    refusals.StepSettled: 409,
    refusals.InvalidApplication: 422,
    refusals.AssuranceTooLow: 403,
    refusals.NotForThisApplicant: 422,
    refusals.Stopped: 422,
    refusals.WordsMissing: 422,
    refusals.NewPoint: 422,
    refusals.UnknownTarget: 422,
    limits.ImpossibleTick: 409,
    catalog.UnknownService: 404,
    catalog.ServiceNotOpen: 409,
    files.Empty: 422,
    files.TooLarge: 422,
    files.TypeNotAllowed: 422,
    files.NotWhatItClaims: 422,
    files.UnsafePackage: 422,
    idempotency.KeyReused: 409,
    identifiers.InvalidIdentifier: 422,
}
ARGUMENTS = {
    watches.WordLength: ("x",),
    board.WordsMissing: ("text",),
    board.WordsTooLong: ("text", 10_000),
    board.TooManyFiles: (9,),
    clients.WordsMissing: ("contact",),
    clients.WordsTooLong: ("name", 80),
    board.NotInTheText: ("AB-12",),
    board.TooManyAdded: (5,),
    board.ReplyTooThin: (("no_deed",),),
    responsibilities.FaultyBoard: ((catalog.Fault("board.yaml", 7, "rules.0.unit", "takes no messages.", "Name another."),),),
    classifiers.TooFewTexts: (12, 2),
    refusals.InvalidApplication: ({"form.name": "required: a value", "materials.photo": "missing: it is asked for"},),
    refusals.AssuranceTooLow: (3,),
    refusals.Stopped: (Bilingual("请到县里办", "Ask the county"),),
    refusals.WordsMissing: ("reasons",),
    refusals.NewPoint: (("material:photo",),),
    refusals.UnknownTarget: (("field:nothing",),),
    licences.InvalidContent: (("name",), ("colour",)),
    licences.MalformedIdentifier: ("shape",),
    sharing.UnusableLicence: ("revoked",),
    licences.NotInForce: ("suspended",),
    sharing.FileTooLarge: (10 * 1024 * 1024,),
    sharing.IncompleteUse: ("purpose",),
    licences.GroundsMissing: ("basis",),
    licences.NotItsSuccessor: ("same",),
    licences.UnknownField: (("colour",),),
    sharing.TooManyCalls: (60,),
    rates.TooOften: (20,),
    seals.SignatureBroken: (Bilingual("文件已损坏", "The file is broken"),),
    seals.SealEnded: ("lost",),
    seals.UnseenInSeal: ("name",),
    notices.ValueMissing: ("duty.call_out", ("code",)),
    duty.FaultyDuty: ((catalog.Fault("duty.yaml", 7, "desk", "no such desk.", "Add it."),),),
    duty.AlreadyCalledOut: (UUID(int=7),),
    duty.AlreadyAcknowledged: ("A. Clerk", datetime(2026, 10, 1, tzinfo=UTC)),
    duty.WordsMissing: ("reason",),
    catalog.FaultyCity: ((catalog.Fault("a.yaml", 7, "route.water", "no such desk.", "Add it."),),),
    licences.UnseenCharacters: ("reason",),
    licences.FaultyMapping: (("stock.yaml: format: xml",),),
    files.TooLarge: (10 * 1024 * 1024,),
    pictures.PictureTooLarge: (20 * 1024 * 1024,),
    pictures.TooManyPixels: (64_000_000,),
    Unkeepable: ("text",),
    files.UnsafePackage: (ofd.UnsafeName, "../x"),
    documents.MissingGlyph: ("no glyph", "\ue123"),
    ofd.UnprintableCharacter: ("\ue123",),
    identifiers.InvalidIdentifier: ("uscc", "check"),
    sharing.NoSuchField: (("colour",), ("grade",)),
    sharing.OtherPurpose: ("check",),
    supervision.FaultySupervision: ((catalog.Fault("supervision.yaml", 7, "desks", "no such desk.", "Add it."),),),
    campaigns.CampaignWordsMissing: ("why",),
    campaigns.CampaignWordsTooLong: ("why", 2000),
    campaigns.ImpossibleDates: ("order",),
    campaigns.UnknownCampaignUnit: ("nobody",),
    campaigns.AlreadyLinked: ("LY2026-000099-9",),
    directives.UnknownReference: ("LY2026-000099-9",),
    directives.ReferenceMissing: ("light",),
    directives.AlreadyOrdered: ("2026-1",),
    directives.WordsMissing: ("matter",),
    directives.WordsTooLong: ("text", 2000),
    directives.ImpossibleMoment: ("meets_at",),
    reports.NotOfThisReport: ("a surge",),
    reports.JudgedFalse: ("a return visit",),
    reports.ChangedMeanwhile: (3,),
    reports.AlreadyTaken: ("2026-1",),
    reports.WordsMissing: ("title",),
    reports.WordsTooLong: ("summary", 6000),
}


def _refusals() -> list[type[Exception]]:
    # Of what `kernel.signing` and the documents refuse, what somebody at a page can cause.
    found: list[type[Exception]] = [signing.BadCertificate, signing.CannotSign, signing.NotTrusted]
    found += [documents.MissingGlyph, ofd.UnprintableCharacter, limits.ImpossibleTick, Unkeepable]
    for module in (
        board,
        refusals,
        licences,
        sharing,
        seals,
        notices,
        duty,
        classifiers,
        clients,
        responsibilities,
        supervision,
        directives,
        campaigns,
        insight,
        watches,
        reports,
        snapshots,
        catalog,
        identity,
        files,
        idempotency,
        identifiers,
        rates,
        pictures,
        challenge,
    ):
        for _name, each in inspect.getmembers(module, inspect.isclass):
            if issubclass(each, Exception) and each.__module__ == module.__name__ and each not in BASES:
                found.append(each)
    return found


def _made(kind: type[Exception]) -> Exception:
    return kind(*ARGUMENTS.get(kind, ()))


def test_the_table_knows_every_refusal_and_no_other() -> None:
    assert set(problems.REFUSALS) == set(_refusals())


@pytest.mark.parametrize("kind", problems.REFUSALS, ids=lambda kind: f"{kind.__module__.split('.')[1]}.{kind.__name__}")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_refusal_says_what_is_wrong_and_what_to_do(kind: type[Exception], language: str) -> None:
    with override(language):
        problem = problems.problem_of(_made(kind))
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.code)
    assert problem.status == STATUSES.get(kind, problem.status)
    assert 400 <= problem.status < 500 or kind is signing.CannotSign
    for words in (problem.title, problem.remedy):
        assert words
        assert "%(" not in words
        assert bool(re.search(r"[\u4e00-\u9fff]", words)) is (language == "zh-hans"), words


def test_each_text_that_the_board_asks_for_is_named_and_no_other() -> None:
    asking = re.compile(r"\bsaid\(|Public\.of\(|WordsMissing\(|_within\(|^SHORT_MOST")
    lines = [line for path in source.python_files("tongban/board") for line in path.read_text("utf-8").splitlines()]
    asked = {name for line in lines if asking.search(line) for name in re.findall(r"(?<!get\()\"(\w+)\"", line)}
    assert asked == set(FIELDS)


def test_each_text_that_supervision_asks_for_is_named_and_no_other() -> None:
    lines = [line for path in source.room("directives", "actions") for line in path.read_text("utf-8").splitlines()]
    asked = {name for line in lines for name in re.findall(r"(?:said|named)\([^()]+, \"(\w+)\"|WordsMissing\(\"(\w+)\"", line)}
    assert {one or other for one, other in asked} == set(SUPERVISED_FIELDS)


def test_each_text_and_date_that_campaigns_ask_for_is_named_and_no_other() -> None:
    files = [*source.room("campaigns", "actions"), *source.room("campaigns", "rules")]
    lines = "\n".join(path.read_text("utf-8") for path in files)
    asked = set(re.findall(r"(?:said|named|for_everybody)\([^()]+, \"(\w+)\"", lines))
    assert asked == set(CAMPAIGN_FIELDS)
    assert set(re.findall(r"ImpossibleDates\(\"(\w+)\"", lines)) == set(DATES)


def test_codes_of_one_meaning_have_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for words in problems.TABLE.values():
        statuses.setdefault(words.code, set()).add(words.status)
    assert all(len(each) == 1 for each in statuses.values())


def test_a_subclass_has_the_words_of_its_class() -> None:
    class Quicker(refusals.StepSettled):
        pass

    assert problems.problem_of(Quicker()).code == "step-settled"


def test_an_error_of_ours_is_no_refusal() -> None:
    with pytest.raises(KeyError):
        problems.problem_of(ZeroDivisionError())


def test_a_level_is_named() -> None:
    assert "L3（人脸识别）" in problems.problem_of(refusals.AssuranceTooLow(3)).title


def test_a_stop_speaks_in_the_words_of_the_city() -> None:
    stopped = refusals.Stopped(Bilingual("请到县里办", "Ask the county"))
    assert problems.problem_of(stopped).title == "请到县里办"
    with override("en"):
        assert problems.problem_of(stopped).title == "Ask the county"


def test_faults_keep_their_code_before_their_words() -> None:
    told = problems.problem_of(_made(refusals.InvalidApplication)).faults
    assert told == {"form.name": "required: 请填写这一项", "materials.photo": "missing: 这一项必须填写或提供"}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("missing: this", "这一项必须填写或提供"),
        ("missing", "这一项必须填写或提供"),
        ("strange: something odd", "something odd"),
        ("odd", "odd"),
    ],
)
def test_a_fault_in_words(fault: str, words: str) -> None:
    assert faults.fault_words(fault) == words


def test_a_number_is_told_without_repeating_it() -> None:
    problem = problems.problem_of(identifiers.InvalidIdentifier("uscc", "check"))
    assert problem.title == "统一社会信用代码不对：最后的校验码对不上，请核对有没有写错"


@pytest.mark.django_db
def test_a_refusal_that_no_view_answers_becomes_a_page(client) -> None:
    """A page of its own, with the status; an error of ours stays one."""
    request = client.get("/styleguide").wsgi_request
    middleware = Refusals(lambda request: None)
    answer = middleware.process_exception(request, refusals.StepSettled())
    assert answer is not None
    assert answer.status_code == 409
    assert "这个环节已经有人办完了" in answer.content.decode()
    assert middleware.process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None


@pytest.mark.parametrize("kind", [ofd.UnpacksTooLarge, ofd.UnsafeName, ofd.DuplicateName, ofd.EntityDeclared, ofd.UnlistedFile])
def test_each_trick_with_a_package_is_told_in_its_own_words(kind: type[ofd.OfdRefused]) -> None:
    told = problems.problem_of(files.UnsafePackage(kind, "x"))
    assert told.title != problems.problem_of(files.UnsafePackage(ofd.NotOfd, "x")).title
    assert kind.__name__ not in told.title
