"""Taking in a department's stock: every row is taken, there already, or reported; and the same list again changes nothing."""

import hashlib
import uuid
from datetime import date
from pathlib import Path

import pypdf
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.elsewhere import at_once, sql
from tests.licences.factories import NOON, a_clerk, a_holder, a_person, make_licence, make_licence_type, refused
from tests.licences.stocks import MAPPING, a_number, a_row, an_identifier, as_csv, as_json_lines, begun, ingest, parts, told
from tongban.identity import queries as identity_queries
from tongban.identity.models import Subject
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind
from tongban.kernel import files
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, queries, rules, terms
from tongban.licences.terms import Fault, Taken
from tongban.sharing import queries as sharing_queries

PERSONS = MAPPING.replace('code_type: "001"', 'code_type: "111"')


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type()


def test_every_row_becomes_a_licence_that_is_what_its_digest_says(kind) -> None:
    ingestion = ingest(as_csv([a_row(serial) for serial in range(1, 8)]))
    assert ingestion.counts == Taken(rows=7, taken=7)
    assert ingestion.state is terms.IngestionState.FINISHED
    found = {row.number: row for row in models.Licence.objects.all()}
    assert len(found) == 7
    for serial in range(1, 8):
        row, given = found[f"D23599{serial:05d}"], a_row(serial)
        inside = row.opened()
        assert row.is_intact(inside), "the record is the one that `Licence.of` would have hashed"
        assert (inside["holder_name"], inside["holder_code"]) == (given["企业名称"], given["信用代码"])
        assert inside["content"] == {"company_name": given["企业名称"], "grade": "second"}
        assert (row.issued_on, row.valid_until, row.recorded_at) == (date(2024, 3, 1), date(2029, 2, 28), NOON)
        assert (row.source, row.state, row.case_id, row.document_digest) == ("stock", "valid", None, None)
        assert row.holder_id == identity_queries.subject_of("001", given["信用代码"])
        assert rules.parse(row.identifier).check_holds
    assert not ProcrastinateJob.objects.exists(), "documents of stocks are made when somebody asks"
    assert len({row.status_place for row in found.values()}) == 7


def test_a_licence_from_a_stock_is_found_verified_and_gets_its_document(kind) -> None:
    ingest(as_csv([a_row()]))
    row = models.Licence.objects.get()
    [found] = queries.licences_of(holder_id=row.holder_id, by=SYSTEM, at=NOON, purpose="tests")
    assert found.source is terms.Source.STOCK
    assert sharing_queries.verification(row.identifier, at=NOON).unchanged
    assert queries.document(row.pk, by=SYSTEM, at=NOON, purpose="tests").startswith(b"%PDF-")


def test_texts_with_every_awkward_character_come_in_whole(kind) -> None:
    number, name = 'A\\b"c', "榕城\\示例\n建设,“工程”有限公司"
    ingest(as_csv([a_row(企业名称=name, 证书编号=number)]))
    row = models.Licence.objects.get()
    inside = row.opened()
    assert row.number == number and row.is_intact(inside) and inside["holder_name"] == name


def test_one_entry_and_one_fact_for_each_part(kind) -> None:
    ingestion = ingest(as_csv([a_row(serial) for serial in range(1, 6)]))
    entries = list(LedgerEntry.objects.filter(act="licences.ingest_part").order_by("id"))
    assert [(each.codes["place"], each.codes["taken"]) for each in entries] == [("0", "3"), ("1", "2")]
    facts = FactRow.objects.filter(name="licences.StockTaken").order_by("id")
    assert [(each.payload["count"], each.payload["digest"]) for each in facts] == [(3, entries[0].digest), (2, entries[1].digest)]
    digests = models.Licence.objects.order_by("status_place").values_list("digest", flat=True)[:3]
    assert entries[0].digest == rules.digest_of(digests), "the digest is over those of its licences"
    whole = str(sql("SELECT to_jsonb(e) FROM kernel_ledgerentry e")) + str(sql("SELECT to_jsonb(f) FROM kernel_factrow f"))
    assert "榕城示例建设工程" not in whole and a_row(1)["信用代码"] not in whole
    assert str(ingestion.id) in entries[0].codes["ingestion"]


def test_the_same_list_again_changes_nothing(kind) -> None:
    content = as_csv([a_row(serial) for serial in range(1, 6)])
    first = ingest(content)
    before = LedgerEntry.objects.count(), FactRow.objects.count(), models.Licence.objects.count(), Subject.objects.count()
    assert ingest(content) == first
    assert (LedgerEntry.objects.count(), FactRow.objects.count(), models.Licence.objects.count(), Subject.objects.count()) == before


def test_the_same_licences_in_another_list_are_there_already(kind) -> None:
    ingest(as_csv([a_row(serial) for serial in range(1, 6)]))
    again = ingest(as_csv([a_row(serial) for serial in range(1, 9)]))
    assert again.counts == Taken(rows=8, taken=3, repeated=5)
    assert models.Licence.objects.count() == 8


def test_new_licences_among_known_ones_are_found_where_nobody_looked(kind) -> None:
    """The look before sending sees none of these three; the database does."""
    ingest(as_csv([a_row(2)]))
    counts = ingest(as_csv([a_row(1), a_row(2), a_row(3, 证书编号="新"), a_row(4)])).counts
    assert counts == Taken(rows=4, taken=3, repeated=1)


def test_a_part_that_was_done_is_not_done_again(kind) -> None:
    content = as_csv([a_row(serial) for serial in range(1, 6)])
    ingestion = begun(content)
    first, _second = parts(content)
    taken = actions.ingest_part(ingestion_id=ingestion.id, part=first, by=SYSTEM, at=NOON)
    assert actions.ingest_part(ingestion_id=ingestion.id, part=first, by=SYSTEM, at=NOON) == taken == Taken(rows=3, taken=3)
    assert queries.ingestion(ingestion.id, by=SYSTEM).parts == {0}
    assert ingest(content).counts == Taken(rows=5, taken=5), "and the rest is taken in"


def test_a_licence_of_the_stock_that_was_issued_here_is_there_already(kind) -> None:
    row = a_row()
    subject = a_holder(code=row["信用代码"], name=row["企业名称"], id=known_holder(row["信用代码"], row["企业名称"]))
    make_licence(
        kind=kind,
        holder=subject,
        number=row["证书编号"],
        content={"company_name": row["企业名称"], "grade": "second"},
        issued_on=date(2024, 3, 1),
        valid_from=date(2024, 3, 1),
        valid_until=date(2029, 2, 28),
    )
    assert ingest(as_csv([row])).counts == Taken(rows=1, repeated=1)


def known_holder(code: str, name: str) -> uuid.UUID:
    from tongban.identity import actions as identity_actions  # noqa: PLC0415 - for this test alone
    from tongban.identity.terms import Subject as Named  # noqa: PLC0415

    given = Named(HolderKind.ORGANISATION, "001", code, name)
    return identity_actions.know_subjects(subjects=[given], by=SYSTEM, at=NOON)["001", code]


BAD = [
    ({"企业名称": ""}, "企业名称", Fault.MISSING),
    ({"企业名称": "无"}, "企业名称", Fault.MISSING),
    ({"企业名称": "榕" * 201}, "企业名称", Fault.TOO_LONG),
    ({"企业名称": "榕城\u202e示例"}, "企业名称", Fault.HIDDEN),
    ({"企业名称": "榕城\x00示例"}, "企业名称", Fault.HIDDEN),
    ({"证书编号": ""}, "证书编号", Fault.MISSING),
    ({"证书编号": "9" * 81}, "证书编号", Fault.TOO_LONG),
    ({"信用代码": ""}, "信用代码", Fault.MISSING),
    ({"信用代码": "91999999MA00000000"}, "信用代码", Fault.HOLDER_CODE),
    ({"信用代码": "999999"}, "信用代码", Fault.HOLDER_CODE),
    ({"发证日期": ""}, "发证日期", Fault.MISSING),
    ({"发证日期": "2024-02-30"}, "发证日期", Fault.NO_DATE),
    ({"发证日期": "去年"}, "发证日期", Fault.NO_DATE),
    ({"发证日期": "2026-11-25", "有效期起": "2026-11-25", "有效期止": "2030-01-01"}, "发证日期", Fault.FUTURE),
    ({"有效期止": "2020-01-01"}, "有效期止", Fault.PERIOD),
    ({"状态": "在办"}, "状态", Fault.UNKNOWN_CODE),
    ({"等级": "九级"}, "等级", Fault.UNKNOWN_CODE),
    ({"等级": ""}, "等级", Fault.MISSING),
    ({"证照标识": "1.2.3"}, "证照标识", Fault.IDENTIFIER_SHAPE),
    ({"证照标识": an_identifier("1").replace("W011", "W012")}, "证照标识", Fault.IDENTIFIER_TYPE),
]


@pytest.mark.parametrize(("changes", "column", "fault"), BAD, ids=lambda each: str(each)[:40])
def test_a_bad_row_is_rejected_by_name_and_its_neighbours_are_taken(kind, changes: dict, column: str, fault: Fault) -> None:
    ingestion = ingest(as_csv([a_row(1), a_row(2, **changes), a_row(3)]))
    assert ingestion.counts == Taken(rows=3, taken=2, rejected=1)
    assert told(ingestion) == [(3, column, fault.value)]


def test_what_stands_in_the_report_is_masked(kind) -> None:
    [finding] = queries.all_findings(ingest(as_csv([a_row(信用代码="91999999MA00000000")])).id, by=SYSTEM)
    assert finding.value == "9199**********0000"


@pytest.mark.parametrize("written", ["2024/3/1", "20240301", "2024年3月1日", "２０２４-０３-０１", "2024.03.01", "2024-03-01 00:00:00"])
def test_dates_are_read_as_people_write_them(kind, written: str) -> None:
    ingest(as_csv([a_row(发证日期=written)]))
    assert models.Licence.objects.get().issued_on == date(2024, 3, 1)


@pytest.mark.parametrize("written", ["长期", "", "9999-12-31"])
def test_a_period_may_be_without_end(kind, written: str) -> None:
    ingest(as_csv([a_row(有效期止=written)]))
    assert models.Licence.objects.get().valid_until is None


def test_a_wrong_check_character_is_told_and_the_licence_taken(kind) -> None:
    right = an_identifier("D2359900001")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    ingestion = ingest(as_csv([a_row(1, 证照标识=wrong), a_row(2, 证照标识=an_identifier("D2359900002", version=3))]))
    assert ingestion.counts == Taken(rows=2, taken=2, flagged=1)
    assert told(ingestion) == [(2, "证照标识", "check_character")]
    assert set(models.Licence.objects.values_list("identifier", "version")) == {
        (wrong, 1),
        (an_identifier("D2359900002", version=3), 3),
    }
    assert sharing_queries.verification(wrong, at=NOON).found


def test_a_state_of_the_list_is_kept_and_one_that_has_moved_on_here_is_right(kind) -> None:
    ingest(as_csv([a_row(1, 状态="注销"), a_row(2)]))
    assert dict(models.Licence.objects.values_list("number", "state")) == {"D2359900001": "cancelled", "D2359900002": "valid"}
    again = ingest(as_csv([a_row(1), a_row(2)]))
    assert again.counts == Taken(rows=2, repeated=2, flagged=1)
    assert told(again) == [(2, "", "state_differs")]
    assert models.Licence.objects.filter(state="cancelled").count() == 1


def test_the_same_number_with_other_words_is_rejected(kind) -> None:
    ingest(as_csv([a_row(1)]))
    again = ingest(as_csv([a_row(1, 有效期止="2030-01-01"), a_row(2)]))
    assert again.counts == Taken(rows=2, taken=1, rejected=1)
    assert told(again) == [(2, "", "differs")]


def test_within_a_list_the_first_counts(kind) -> None:
    ingestion = ingest(as_csv([a_row(1), a_row(1), a_row(1, 发证日期="2024-04-01", 有效期起="2024-04-01")]))
    assert ingestion.counts == Taken(rows=3, taken=1, repeated=1, rejected=1)


def test_an_identifier_belongs_to_one_licence(kind) -> None:
    one = an_identifier("D2359900001")
    ingestion = ingest(as_csv([a_row(1, 证照标识=one), a_row(2, 证照标识=one)]))
    assert told(ingestion) == [(3, "", "identifier_taken")]
    later = ingest(as_csv([a_row(3, 证照标识=one), a_row(4)]))
    assert told(later) == [(2, "", "identifier_taken")]
    assert later.counts == Taken(rows=2, taken=1, rejected=1)


def test_a_number_known_under_another_name_is_told(kind) -> None:
    ingest(as_csv([a_row(1)]))
    name = a_row(1)["企业名称"]
    ingestion = ingest(
        as_csv([a_row(1, 证书编号="甲"), a_row(1, 证书编号="乙", 企业名称=f" {name}"), a_row(1, 证书编号="丙", 企业名称="别的公司")])
    )
    assert ingestion.counts == Taken(rows=3, taken=3, flagged=1)
    assert told(ingestion) == [(4, "", "name_differs")]


def test_a_licence_for_the_other_kind_of_holder_is_rejected(kind) -> None:
    ingestion = ingest(as_csv([a_row(信用代码=a_number(1))]), PERSONS)
    assert told(ingestion) == [(2, "信用代码", "holder_kind")]


def test_the_identifier_of_a_persons_licence_says_nothing_of_its_number(city) -> None:
    make_licence_type(holder_kinds=frozenset(HolderKind))
    ingest(as_csv([a_row(信用代码=a_number(1), 证书编号=a_number(1))]), PERSONS)
    assert a_number(1) not in models.Licence.objects.get().identifier


def test_of_a_type_with_a_column_each_row_may_be_another(kind) -> None:
    mapping = MAPPING.replace("type: QC", "department: jianwei\ntype: {column: 等级, codes: {二级: QC, 三级: ZZ}}").replace(
        "codes: {二级: second}", "codes: {二级: second, 三级: second}"
    )
    ingestion = ingest(as_csv([a_row(1), a_row(2, 等级="三级"), a_row(3, 等级="四级")]), mapping)
    assert told(ingestion) == [(3, "等级", "unknown_type"), (4, "等级", "unknown_type")]


def test_json_lines_are_read_too(kind) -> None:
    mapping = MAPPING.replace("format: csv", "format: jsonl")
    rows = [a_row(1), {**a_row(2), "证书编号": 12345}, {**a_row(3), "证书编号": {"一": 1}}]
    ingestion = ingest(as_json_lines(rows) + b"[1]\n{\n" + b"\n" + as_json_lines([a_row(4)]), mapping)
    assert ingestion.counts == Taken(rows=6, taken=3, rejected=3)
    assert told(ingestion) == [(3, "证书编号", "not_text"), (4, "", "json"), (5, "", "json")]
    assert models.Licence.objects.filter(number="12345").exists()


@pytest.mark.parametrize("by", [PUBLIC, a_person(), a_clerk("jianwei/approver")])
def test_only_the_system_takes_stocks_in(kind, by) -> None:
    content = as_csv([a_row()])
    ingestion = begun(content)
    [part] = parts(content)
    with refused(terms.Denied):
        actions.begin_ingestion(mapping_name="x", mapping=b"", file_name="x", file_digest="x", by=by, at=NOON)
    with refused(terms.Denied):
        actions.ingest_part(ingestion_id=ingestion.id, part=part, by=by, at=NOON)
    with refused(terms.Denied):
        actions.finish_ingestion(ingestion_id=ingestion.id, by=by, at=NOON)


def test_a_department_sees_its_own_lists_only(kind) -> None:
    ingestion = ingest(as_csv([a_row(1), a_row(2, 状态="?")]))
    mine, other = a_clerk("jianwei/window"), a_clerk("shuiliju/window")
    assert [each.id for each in queries.ingestions(by=mine)] == [ingestion.id]
    assert queries.ingestions(by=mine)[0].counts == ingestion.counts
    assert queries.ingestions(by=other) == ()
    assert [each.row for each in queries.findings(ingestion.id, rejected=True, by=mine)] == [3]
    assert queries.findings_counted(ingestion.id, by=mine) == (("状态", Fault.UNKNOWN_CODE, True, 1),)
    with refused(terms.UnknownIngestion):
        queries.findings(ingestion.id, by=other)
    with refused(terms.UnknownIngestion):
        actions.finish_ingestion(ingestion_id=uuid.uuid4(), by=SYSTEM, at=NOON)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("source: jianwei-archive", "source: 建委"), "source"),
        (("format: csv", "format: xml"), "format"),
        (("type: QC", "typ: QC"), "typ"),
        (("type: QC", "type: {column: 等级}"), "department"),
        (("number: 证书编号", "number: [1]"), "number"),
        (("grade:", "a: &x 1\n  b: *x\n  grade:"), "aliases"),
        (("holder:", "holder: ["), "YAML"),
        (("fields:", "optional: [what]\nfields:"), "what"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_reasons(kind, change: tuple[str, str], said: str) -> None:
    with refused(terms.FaultyMapping) as refusal:
        begun(as_csv([]), MAPPING.replace(*change))
    assert said in str(refusal.value)


def test_a_type_that_is_not_there_is_refused(kind) -> None:
    with refused(terms.UnknownType):
        begun(as_csv([]), MAPPING.replace("type: QC", "type: ZZ"))


@pytest.mark.parametrize("header", [b"", b"a,b\n", ",".join(["信用代码"] * 9).encode()])
def test_a_list_without_the_columns_of_its_mapping_is_refused_and_nothing_is_stored(kind, header: bytes) -> None:
    with refused(terms.FaultyStock):
        begun(header)
    assert not models.Ingestion.objects.exists()


def test_two_who_take_in_one_list_at_once_take_it_in_once(committed_city) -> None:
    make_licence_type()
    content = as_csv([a_row(serial) for serial in range(1, 13)])
    outcomes = at_once(lambda: ingest(content).counts, lambda: ingest(content).counts)
    assert all(isinstance(each, Taken) for each in outcomes), outcomes
    assert models.Licence.objects.count() == 12
    assert queries.ingestions(by=SYSTEM)[0].counts == Taken(rows=12, taken=12)


def test_two_lists_with_the_same_licences_at_once_take_each_once(committed_city) -> None:
    make_licence_type()
    rows = [a_row(serial) for serial in range(1, 13)]
    outcomes = at_once(lambda: ingest(as_csv(rows)).counts, lambda: ingest(as_csv(rows[:11])).counts)
    assert all(isinstance(each, Taken) for each in outcomes), outcomes
    assert sum(each.taken for each in outcomes) == models.Licence.objects.count() == 12
    assert sum(each.repeated for each in outcomes) == 11


def test_a_large_part_takes_few_statements(kind, django_assert_max_num_queries) -> None:
    content = as_csv([a_row(serial) for serial in range(1, 1001)])
    ingestion = begun(content, part_rows=1000)
    [part] = parts(content, rows=1000)
    with django_assert_max_num_queries(14):
        taken = actions.ingest_part(ingestion_id=ingestion.id, part=part, by=SYSTEM, at=NOON)
    assert taken == Taken(rows=1000, taken=1000)
    assert hashlib.sha256(content).hexdigest() == ingestion.file_digest


WITH_FILES = MAPPING.replace("format: csv", "format: jsonl") + "document: 文件\n"


@pytest.fixture
def sealed(kind) -> dict[str, bytes]:
    """A licence's own documents, sealed here: what a department would deliver."""
    row = make_licence(kind=kind, number="D1")
    asked = {"by": SYSTEM, "at": NOON, "purpose": "tests"}
    return {"a.pdf": queries.document(row.id, **asked), "a.ofd": queries.document(row.id, profile=terms.Profile.OFD, **asked)}


@pytest.mark.parametrize(("name", "column"), [("a.pdf", "document_digest"), ("a.ofd", "ofd_digest")])
def test_a_sealed_file_beside_the_list_is_the_document_of_its_licence(sealed, tmp_path: Path, name: str, column: str) -> None:
    (tmp_path / name).write_bytes(sealed[name])
    ingestion = ingest(as_json_lines([{**a_row(), "文件": name}]), WITH_FILES, folder=tmp_path)
    assert told(ingestion) == []
    row = models.Licence.objects.get(number=a_row()["证书编号"])
    assert getattr(row, column) == hashlib.sha256(sealed[name]).hexdigest()
    assert files.read(getattr(row, column)) == sealed[name]


def changed(content: bytes) -> bytes:
    """Another byte somewhere in what was signed."""
    place = content.index(b"stream\n") + 20
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("none.pdf", None, Fault.NO_DOCUMENT),
        ("../a.pdf", None, Fault.NO_DOCUMENT),
        ("/etc/passwd", None, Fault.NO_DOCUMENT),
        (".", None, Fault.NO_DOCUMENT),
        ("empty.pdf", b"", Fault.BAD_DOCUMENT),
        ("text.pdf", b"hello", Fault.BAD_DOCUMENT),
        ("torn.pdf", b"%PDF-1.7 hello", Fault.BAD_DOCUMENT),
        ("bomb.ofd", b"PK\x03\x04" + b"\x00" * 50, Fault.BAD_DOCUMENT),
        ("large.pdf", b"%PDF-" + b"\x00" * 31 * 1024 * 1024, Fault.BAD_DOCUMENT),
    ],
)
def test_a_file_that_is_not_what_the_row_says_keeps_its_licence_out(kind, tmp_path: Path, name: str, content, fault: Fault) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ingestion = ingest(as_json_lines([{**a_row(1), "文件": name}, a_row(2)]), WITH_FILES, folder=tmp_path)
    assert told(ingestion) == [(1, "", fault.value)]
    assert ingestion.counts == Taken(rows=2, taken=1, rejected=1)


def test_a_file_whose_seal_does_not_hold_keeps_its_licence_out(sealed, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(changed(sealed["a.pdf"]))
    ingestion = ingest(as_json_lines([{**a_row(1), "文件": "a.pdf"}]), WITH_FILES, folder=tmp_path)
    assert told(ingestion) == [(1, "", "document_broken")]
    assert ingestion.counts == Taken(rows=1, rejected=1)


def test_a_file_of_another_licence_keeps_it_out(sealed, tmp_path: Path) -> None:
    (tmp_path / "a.ofd").write_bytes(sealed["a.ofd"])
    ingestion = ingest(as_json_lines([{**a_row(1), "文件": "a.ofd", "证照标识": an_identifier("77")}]), WITH_FILES, folder=tmp_path)
    assert told(ingestion) == [(1, "", "other_document")]


def test_a_file_without_a_seal_is_told_and_the_library_makes_its_own(kind, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "plain.pdf")
    ingestion = ingest(as_json_lines([{**a_row(1), "文件": "plain.pdf"}]), WITH_FILES, folder=tmp_path)
    assert told(ingestion) == [(1, "", "no_seal")]
    assert models.Licence.objects.get().document_digest is None
