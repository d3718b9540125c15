"""Weekly rankings in the open: page, table, picture, feed and signed text; only what was signed, and only of units that are switched on."""

import csv
import hashlib
import io
import json
import subprocess
from dataclasses import replace

import pytest
from django.test import Client

from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, WEEK, actor, closed, late_and_open, newest_digest, signed
from tests.supervision.office import a_week
from tongban.kernel import rates, signing
from tongban.supervision import actions
from tongban.supervision.models import Correction, Exclusion, Ranking
from tongban.supervision.terms import Counted, Item, NewExclusion

pytestmark = pytest.mark.django_db
PLACE = f"/rankings/{WEEK}/"
LATE = Counted("chengguan", due=40, on_time=20, late=12, unanswered=8, median_hours=60.0, rated=12, satisfied=6, solved=5)
SCHOOL = Counted("jiaoyu", due=50, on_time=49, late=1, median_hours=20.0, rated=20, satisfied=19, solved=18)
FEW = Counted("gongshui", due=4, on_time=1, late=3)


@pytest.fixture
def anybody(city) -> Client:
    return Client()


def published(*counts: Counted) -> None:
    """As if it had been signed off."""
    a_week(*counts)
    row, key = Ranking.objects.get(week=WEEK), signing.key("rexian", name="热线（示例）", algorithm=signing.P256, at=NOW)
    row.signed_at, row.signed_by, row.signer, row.algorithm = NOW, actor("signer").id, "演示·屈签", key.algorithm
    row.signature, row.certificate = key.sign(row.canonical.encode()), key.certificate
    row.save()


def corrected(number: str) -> None:
    """The published week without this message, by two people, signed once more."""
    told = {"excludes": [NewExclusion(Item.MESSAGE, "chengguan", number)], "reason": "那三天停电（示例）。"}
    row = actions.propose_correction(week=WEEK, **told, by=actor("supervisor"), at=NOW)
    actions.confirm_correction(correction_id=row, by=actor("second"), at=NOW)
    actions.sign_off(week=WEEK, digest=newest_digest(), by=actor("signer"), at=NOW)


def test_nothing_is_there_before_it_is_signed(anybody) -> None:
    assert "还没有公布过排名" in words(anybody.get("/rankings/"))
    closed()
    assert "还没有公布过排名" in words(anybody.get("/rankings/"))
    for place in ("", "ranking.csv", "ranking.json", "ranking.json.sig", "ranking.pem", "picture.svg"):
        assert anybody.get(PLACE + place).status_code == 404, place
    assert anybody.get("/rankings/2026-W99/").status_code == anybody.get("/rankings/x/").status_code == 404
    assert anybody.get(f"{PLACE}?version=x").status_code == 404


def test_no_version_0_and_nothing_that_was_changed_behind_the_verbs(anybody) -> None:
    published(LATE, SCHOOL)
    assert anybody.get(f"{PLACE}ranking.csv?version=1").status_code == 200
    for place in ("", "ranking.csv", "ranking.json"):
        assert anybody.get(f"{PLACE}{place}?version=0").status_code == 404
    row = Ranking.objects.get()
    row.pk, row.week = None, "2026-W20"
    row.save(force_insert=True)
    for place in ("", "ranking.csv", "ranking.json", "ranking.json.sig", "picture.svg", "units/chengguan/"):
        assert anybody.get(f"/rankings/2026-W20/{place}").status_code == 410, place
    assert anybody.get("/api/v1/rankings/2026-W20").status_code == 410
    for place in ("/rankings/", "/rankings/feed.xml", "/api/v1/rankings"):
        told = anybody.get(place)
        assert told.status_code == 200 and "2026-W20" not in told.content.decode() and WEEK in told.content.decode()


def test_the_page_says_who_was_in_time_and_how_it_is_counted(anybody) -> None:
    published(LATE, SCHOOL, FEW)
    page = words(anybody.get(PLACE))
    assert "演示·屈签签发，第 1 版" in page and "98.0% 49/50" in page and "50.0% 20/40" in page
    assert "样本少，不排名" in page and "高于本组" in page and "低于本组" in page and "95% 的威尔逊区间" in page
    assert page.index("教育局") < page.index("城管局"), "the best first"
    assert "到期少于 20 件的不排按时率，评价少于 10 条的不排满意率" in page
    assert "2026年第36周（8月31日至9月6日）" in words(anybody.get("/rankings/"))
    assert "一件也没有剔除" in page


def test_units_that_share_a_place_are_said_to(anybody) -> None:
    published(SCHOOL, replace(SCHOOL, unit="chengguan"), FEW)
    page = words(anybody.get(PLACE))
    assert page.count("1 并列") == 2 and page.count("— 并列") == 0


def test_a_unit_on_trial_is_named_nowhere(anybody) -> None:
    late_and_open()
    signed()
    for place in ("", "ranking.csv", "ranking.json", "picture.svg"):
        assert "东湖街道" not in anybody.get(PLACE + place).content.decode(), place
    assert "城管局" in words(anybody.get(PLACE))


def test_what_is_left_out_and_corrected_is_said_and_the_old_version_stays(anybody) -> None:
    number = late_and_open().row.number
    signed()
    first = anybody.get(f"{PLACE}ranking.json").content
    corrected(number)
    page = words(anybody.get(PLACE))
    assert "勘误 那三天停电（示例）。" in page and number in page and "第 2 版" in page and "看第 1 版" in page
    old = words(anybody.get(f"{PLACE}?version=1"))
    assert "这是旧版，后来有勘误" in old and "第 1 版" in old
    assert anybody.get(f"{PLACE}ranking.json?version=1").content == first != anybody.get(f"{PLACE}ranking.json").content
    assert "有勘误" in words(anybody.get("/rankings/"))
    feed = anybody.get("/rankings/feed.xml").content.decode()
    assert "那三天停电（示例）。" in feed and feed.count("<entry>") == 1 and f"{PLACE}#version-2" in feed
    for asked, version, reason in (("", "2", "那三天停电（示例）。"), ("?version=1", "1", "")):
        table = csv.DictReader(io.StringIO(anybody.get(f"{PLACE}ranking.csv{asked}").content.decode("utf-8-sig")))
        assert {(each["version"], each["corrected_because"]) for each in table} == {(version, reason)}
    assert anybody.get(f"{PLACE}picture.svg").content != anybody.get(f"{PLACE}picture.svg?version=1").content
    assert (Correction.objects.get().state, Exclusion.objects.get().state) == ("confirmed", "confirmed")


def test_the_table_has_a_line_for_each_unit(anybody) -> None:
    published(LATE, SCHOOL, FEW)
    answer = anybody.get(f"{PLACE}ranking.csv")
    assert answer.headers["Content-Type"].startswith("text/csv") and answer.content.startswith("\ufeff".encode())
    rows = {each["unit"]: each for each in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert (rows["chengguan"]["due"], rows["chengguan"]["late"], rows["chengguan"]["on_time_share"]) == ("40", "12", "0.5")
    assert (rows["jiaoyu"]["on_time_rank"], rows["gongshui"]["on_time_rank"], rows["gongshui"]["on_time_standing"]) == ("1", "", "too_few")


def test_anybody_verifies_it_with_openssl(anybody, tmp_path) -> None:
    late_and_open()
    signed()
    files = {name: tmp_path / name for name in ("ranking.json", "ranking.json.sig", "ranking.pem")}
    for name, path in files.items():
        path.write_bytes(anybody.get(PLACE + name).content)
    assert hashlib.sha256(files["ranking.json"].read_bytes()).hexdigest() in words(anybody.get(PLACE))
    assert json.loads(files["ranking.json"].read_text("utf-8"))["week"]["key"] == WEEK
    key = subprocess.run(["openssl", "x509", "-in", files["ranking.pem"], "-pubkey", "-noout"], capture_output=True, check=True).stdout
    (tmp_path / "key.pem").write_bytes(key)
    order = ["openssl", "dgst", "-sha256", "-verify", tmp_path / "key.pem", "-signature", files["ranking.json.sig"], files["ranking.json"]]
    assert b"Verified OK" in subprocess.run(order, capture_output=True, check=False).stdout


def test_a_newspaper_gets_a_picture(anybody) -> None:
    published(LATE, SCHOOL, FEW)
    svg, png = anybody.get(f"{PLACE}picture.svg"), anybody.get(f"{PLACE}picture.png")
    assert svg.headers["Content-Type"] == "image/svg+xml" and svg.content.startswith(b"<svg")
    assert png.headers["Content-Type"] == "image/png" and png.content.startswith(b"\x89PNG")
    assert anybody.get(f"{PLACE}picture.gif").status_code == 404
    english = anybody.get(f"{PLACE}picture.svg", headers={"accept-language": "en"})
    assert english.content != svg.content, "in the language of the page"


def test_pictures_are_not_drawn_for_whoever_asks_all_day(anybody, monkeypatch) -> None:
    published(LATE)
    monkeypatch.setattr(rates, "within", lambda *arguments, **options: False)
    assert anybody.get(f"{PLACE}picture.svg").status_code == 429


def test_a_cache_may_keep_it(anybody) -> None:
    published(LATE)
    first = anybody.get(PLACE)
    assert "public" in first.headers["Cache-Control"]
    assert anybody.get(PLACE, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
