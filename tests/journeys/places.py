"""Every page of the two doors: who looks at it, where it is, and what must be done before it can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.journeys import applying
from tests.journeys.people import (
    AGENT,
    APPROVER,
    CALL_BACK,
    DUTY,
    INSPECTION,
    LEADER,
    MEDIA,
    MESSAGES,
    MESSAGES_APPROVER,
    MOTHER,
    NEWCOMER,
    REPRESENTATIVE,
    REVIEWER,
    SCREENING,
    SIGNER,
    SUPERVISOR,
    UNVERIFIED,
    WATER,
    WINDOW,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import JSHandle, Page

    from tests.journeys.people import People, Person
    from tests.journeys.standing import Desks

SERVICE = f"/services/{applying.QUALIFICATION}"
DRAFT = f"{SERVICE}/apply/{{other_company}}"  # nobody hands this one in
NOBODY = ""


@dataclass(frozen=True)
class Place:
    """One page. `path` may name what `examples` has found."""

    name: str
    path: str
    viewer: str = NOBODY
    status: int = 200
    then: Callable[[Page], None] | None = None
    answered: int = 200  # the status after `then`

    def show(self, person: Person, examples: Mapping[str, str]) -> Page:
        """Open it and do what must be done."""
        person.refusals = tuple(status for status in (self.status, self.answered) if status >= 400)
        answer = person.page.goto(person.city + self.path.format(**examples))
        assert answer is not None and answer.status == self.status, f"{self.name}: {answer and answer.status}"
        if self.then:
            self.then(person.page)
        return person.page


def _a_wrong_password(page: Page) -> None:
    """Of a phone that is nobody's: five tries in five minutes are all that any other has."""
    page.get_by_label("手机号").fill("19900009999")
    page.get_by_label("密码").fill("不是这个")
    applying.press(page, "登录")
    page.locator(".error-summary").wait_for()


def _a_mistake(page: Page) -> None:
    page.get_by_label("老人姓名").fill("")
    page.get_by_label("公民身份号码").fill("很多")
    applying.press(page, "保存并继续")
    page.locator(".error-summary").wait_for()


def _a_stop(page: Page) -> None:
    applying.answer(page, "公司在榕城领了营业执照吗？", "还没有，或者在别的城市登记")
    applying.answer(page, "这次要办哪一种？", "第一次办资质")
    applying.answer(page, "要做的工程里有铁路、民航或者通信工程吗？", "没有，只做水利、公路")
    applying.press(page, "继续填写")
    page.get_by_role("heading", name="这件事不在这里办").wait_for()


def _an_answer(page: Page) -> None:
    page.get_by_label("净资产（万元）").fill("4800")
    applying.attach(page, "上一年度审计报告")
    applying.press(page, "核对补正的内容")
    page.get_by_role("heading", name="核对一遍，再提交补正").wait_for()


def _no_error(page: Page) -> None:
    page.get_by_label("现在写的是什么，应当是什么").fill("示例")
    applying.press(page, "告诉发证部门")
    page.locator(".error-summary").wait_for()


def _a_change_without_grounds(page: Page) -> None:
    page.get_by_role("radio", name="吊销").check()
    applying.press(page, "看一遍再确认")
    page.locator(".error-summary").wait_for()


def _only_some(page: Page) -> None:
    page.get_by_label("只看我勾选的").check()


def _a_code(page: Page) -> None:
    page.get_by_label("求职、入职").check()
    applying.press(page, "生成二维码")
    page.get_by_role("heading", name="请对方扫码").wait_for()


def _no_grant(page: Page) -> None:
    applying.press(page, "授权")
    page.locator(".error-summary").wait_for()


def _an_empty_file(page: Page) -> None:
    applying.press(page, "核验文件")
    page.locator(".error-summary").wait_for()


def _nothing_taken_down(page: Page) -> None:
    applying.press(page, "念一遍给来人听")
    page.locator(".error-summary").wait_for()


def _no_message(page: Page) -> None:
    """Signs alone say nothing."""
    page.get_by_role("radio", name="求助").check()
    page.get_by_label("什么事？").fill("！！！")
    applying.press(page, "下一步：核对")
    page.locator(".error-summary").wait_for()


def _a_message(page: Page) -> None:
    page.get_by_role("radio", name="求助").check()
    page.get_by_label("什么事？").fill("东湖区湖滨路的路灯不亮，电话 13900001111（示例）。")
    applying.press(page, "下一步：核对")
    page.get_by_role("heading", name="核对一遍，再发出").wait_for()


def _a_wrong_code(page: Page) -> None:
    page.get_by_label("留言编号").fill("LY2026-000000-0")
    page.get_by_label("查询码").fill("0000-0000-0000")
    applying.press(page, "看这条留言")
    page.locator(".error-summary").wait_for()


def _all_unfolded(page: Page) -> None:
    for fold in page.locator("main details > summary").all():
        fold.click()


PLACES = (
    Place("home", "/"),
    Place("home of an agent", "/", AGENT),
    Place("search", "/search?q=办资质"),
    Place("search without a find", "/search?q=UFO"),
    Place("topic", "/topics/construction/"),
    Place("all services", "/services/"),
    Place("guide", f"{SERVICE}/", then=_all_unfolded),
    Place("guide of an agent", f"{SERVICE}/", AGENT),
    Place("guide above their level", f"/services/{applying.ALLOWANCE}/", UNVERIFIED),
    Place("for whom", f"{SERVICE}/apply/", REPRESENTATIVE),
    Place("for nobody", f"{SERVICE}/apply/", MOTHER),
    Place("situation", DRAFT + "/situation/", REPRESENTATIVE),
    Place("situation that stops", f"{SERVICE}/apply/{{company}}/situation/", REPRESENTATIVE, then=_a_stop),
    Place("form filled already", DRAFT + "/form/1/", REPRESENTATIVE),
    Place("form", DRAFT + "/form/2/", REPRESENTATIVE),
    Place("form with a mistake", f"/services/{applying.ALLOWANCE}/apply/{{newcomer}}/form/1/", NEWCOMER, then=_a_mistake, answered=422),
    Place("form with a list", DRAFT + "/form/3/", REPRESENTATIVE),
    Place("materials", DRAFT + "/materials/", REPRESENTATIVE, then=_all_unfolded),
    Place("check answers", DRAFT + "/review/", REPRESENTATIVE),
    Place("signing and seals", "/me/signing/", REPRESENTATIVE),
    Place("one-time codes", "/me/signing/second-factor/", REPRESENTATIVE),
    Place("sign in with a token", "/accounts/login/certificate/"),
    Place("desk, our seals", "/desk/seals/", WATER),
    Place("receipt", "/cases/{received}/receipt/", AGENT),
    Place("my cases", "/cases/", AGENT),
    Place("no cases", "/cases/", UNVERIFIED),
    Place("case received", "/cases/{received}/", AGENT, then=_all_unfolded),
    Place("case at two departments", "/cases/{reviewing}/", AGENT),
    Place("case to be corrected", "/cases/{correcting}/", AGENT),
    Place("case granted", "/cases/{granted}/", AGENT, then=_all_unfolded),
    Place("case refused", "/cases/{refused}/", AGENT),
    Place("who looked", "/cases/{granted}/reads/", AGENT),
    Place("withdraw", "/cases/{received}/withdraw/", AGENT),
    Place("correct", "/cases/{correcting}/correction/", AGENT, then=_all_unfolded),
    Place("check the correction", "/cases/{correcting}/correction/", AGENT, then=_an_answer),
    Place("wallet", "/wallet/", AGENT),
    Place("licence", "{licence}", AGENT),
    Place("report an error", "{licence}error/", AGENT, then=_all_unfolded),
    Place("report an error with nothing", "{licence}error/", AGENT, then=_no_error, answered=422),
    Place("errors reported", "/wallet/errors/", AGENT),
    Place("show a licence", "{licence}show/", AGENT, then=_only_some),
    Place("a code to be scanned", "{licence}show/", AGENT, then=_a_code),
    Place("a code that is none", "/show/nothing", status=404),
    Place("standing authorisations", "/wallet/grants/", AGENT),
    Place("whom to authorise", "/wallet/grants/new/{company}/", AGENT),
    Place("a new authorisation", "/wallet/grants/new/{company}/?receiver=shuiliju", AGENT),
    Place("an authorisation with mistakes", "/wallet/grants/new/{company}/?receiver=shuiliju", AGENT, then=_no_grant, answered=422),
    Place("who used my licences", "/wallet/uses/?holder={company}", AGENT),
    Place("verify an empty file", "/verify/", then=_an_empty_file, answered=422),
    Place("me", "/me/", AGENT),
    Place("verify", "/verify/"),
    Place("verified", "{verification}"),
    Place("verify a misprint", "/verify/?identifier=12345", status=422),
    Place("public cases", "/public/cases/"),
    Place("public permits", "/public/permits/"),
    Place("board home", "/board/"),
    Place("board, nothing found", "/board/?q=UFO&district=xishanqu"),
    Place("board, leave a message", "/board/new/"),
    Place("board, a message that says nothing", "/board/new/", then=_no_message, answered=422),
    Place("board, check the message", "/board/new/", then=_a_message),
    Place("board, check the message of an account", "/board/new/", MOTHER, then=_a_message),
    Place("board, a message", "/board/{message}/", then=_all_unfolded),
    Place("board, my own message", "/board/{message}/", MOTHER, then=_all_unfolded),
    Place("board, receipt", "/board/{message}/receipt/", MOTHER),
    Place("board, withdraw", "/board/{message}/withdraw/", MOTHER),
    Place("board, by number and code", "/board/track/"),
    Place("board, a code that is none", "/board/track/", then=_a_wrong_code, answered=404),
    Place("board, suggestions", "/board/suggestions/"),
    Place("board, figures", "/board/figures/"),
    Place("my messages", "/me/messages/", MOTHER),
    Place("messages followed", "/me/messages/followed/", MOTHER),
    Place("notices", "/me/notices/", MOTHER),
    Place("language", "/language/?next=/board/"),
    Place("the log", "/log/"),
    Place("sign in", "/accounts/login/"),
    Place("sign in wrongly", "/accounts/login/", then=_a_wrong_password),
    Place("sign out", "/accounts/logout/", AGENT),
    Place("no such page", "/nothing/", status=404),
    Place("not for citizens", "/desk/", MOTHER, status=403),
    Place("styleguide", "/styleguide"),
    Place("desk queue", "/desk/", WINDOW),
    Place("desk queue, late", "/desk/?view=late", WINDOW),
    Place("desk, done", "/desk/done/", WINDOW),
    Place("desk, accept", "/desk/cases/{received}/", WINDOW, then=_all_unfolded),
    Place("desk, correcting", "/desk/cases/{correcting}/", WINDOW),
    Place("desk, review", "/desk/cases/{screening}/", REVIEWER),
    Place("desk, review beside others", "/desk/cases/{reviewing}/", WATER),
    Place("desk, decide", "/desk/cases/{deciding}/", APPROVER),
    Place("desk, granted", "/desk/cases/{granted}/", APPROVER),
    Place("desk, our licences", "/desk/licences/?q=RC2-2021-0012", APPROVER),
    Place("desk, nothing found", "/desk/licences/?q=UFO", WATER),
    Place("desk, one of our licences", "/desk{licence_record}", APPROVER),
    Place("desk, a change without grounds", "/desk{licence_record}", APPROVER, then=_a_change_without_grounds, answered=422),
    Place("desk, a new version", "/desk{licence_record}version/", APPROVER),
    Place("desk, reported errors", "/desk/errors/", APPROVER),
    Place("desk, answer an error", "/desk/errors/{reported}/", APPROVER, then=_all_unfolded),
    Place("desk, an error found in a case", "/desk/cases/{received}/licences/{business_licence}/error/", WINDOW),
    Place("desk, duty", "/desk/duty/", DUTY),
    Place("desk, take down a call", "/desk/messages/take-down/", DUTY),
    Place("desk, a call with mistakes", "/desk/messages/take-down/", DUTY, then=_nothing_taken_down, answered=422),
    Place("desk, rosters", "/desk/duty/rosters/", DUTY),
    Place("desk, how dispatch does", "/desk/messages/dispatch/", DUTY),
    Place("desk, figures of the board", "/desk/messages/figures/", DUTY),
    Place("desk, orders", "/desk/messages/", MESSAGES),
    Place("desk, orders settled", "/desk/messages/settled/", MESSAGES),
    Place("desk, more time asked for", "/desk/messages/extensions/", MESSAGES),
    Place("desk, a roster", "/desk/duty/rosters/chengguan/", MESSAGES),
    Place("desk, no such message", "/desk/messages/find/?number=LY", MESSAGES, status=404),
    Place("desk, not for this desk", "/desk/duty/", MESSAGES, status=403),
    Place("desk, replies to approve", "/desk/messages/approvals/", MESSAGES_APPROVER),
    Place("desk, screening", "/desk/messages/screening/", SCREENING),
    Place("desk, appeals", "/desk/messages/screening/?appeals=1", SCREENING),
    Place("desk, screened", "/desk/messages/screening/done/", SCREENING),
    Place("desk, call back", "/desk/messages/call-back/", CALL_BACK),
    Place("desk, inspection", "/desk/messages/joint/", INSPECTION),
    Place("desk, the media", "/desk/messages/joint/", MEDIA),
    Place("weekly rankings", "/rankings/"),
    Place("a week that is not there", "/rankings/2026-W99/", status=404),
    Place("desk, lights", "/desk/supervision/lights/", SUPERVISOR),
    Place("desk, lights of a unit", "/desk/supervision/lights/chengguan/", SUPERVISOR),
    Place("desk, cases behind a light", "/desk/supervision/lights/jianwei/?of=cases&light=green", SUPERVISOR),
    Place("desk, surges", "/desk/insight/surges/", SUPERVISOR, then=_all_unfolded),
    Place("desk, surges that were judged", "/desk/insight/surges/?shelf=judged", SUPERVISOR),
    Place("desk, what surges are found by", "/desk/insight/runs/", SUPERVISOR),
    Place("desk, weekly rankings", "/desk/supervision/rankings/", SIGNER),
    Place("desk, orders of supervision", "/desk/supervision/orders/", SUPERVISOR),
    Place("desk, write an order", "/desk/supervision/orders/new/", SUPERVISOR),
    Place("desk, interviews", "/desk/supervision/interviews/", SUPERVISOR),
    Place("desk, asked for and complained again", "/desk/supervision/asks/", SUPERVISOR),
    Place("desk, on trial", "/desk/supervision/switches/", SUPERVISOR),
    Place("desk, notices", "/desk/notices/", SUPERVISOR),
    Place("desk, our own place", "/desk/supervision/standing/", MESSAGES),
    Place("leader", "/leader/", LEADER, then=_all_unfolded),
    Place("leader, a figure", "/leader/figures/late/", LEADER),
    Place("a call that is none", "/duty/AAAAAAAA", status=404),
    Place("desk, no such case", "/desk/cases/00000000-0000-0000-0000-000000000000/", WINDOW, status=404),
)


VIEWERS = tuple(dict.fromkeys(place.viewer for place in PLACES))


def tour(people: People, viewer: str, examples: Mapping[str, str], **settings: Any) -> Iterator[tuple[Place, Page]]:
    """All that one person looks at, page after page in one browser."""
    person = _comes(people, viewer, **settings)
    for place in PLACES:
        if place.viewer == viewer:
            yield place, place.show(person, examples)


def read(people: People, viewer: str, examples: Mapping[str, str], **settings: Any) -> Iterator[tuple[Place, JSHandle]]:
    """The documents of what one person looks at, as they were sent and without being shown; not what needs more than looking."""
    person = _comes(people, viewer, **settings)
    for place in PLACES:
        if place.viewer == viewer and not place.then:
            answer = person.context.request.get(person.city + place.path.format(**examples), headers={"Accept": "text/html"})
            assert answer.status == place.status, f"{place.name}: {answer.status}"
            yield place, person.page.evaluate_handle("sent => new DOMParser().parseFromString(sent, 'text/html')", answer.text())


def _comes(people: People, viewer: str, **settings: Any) -> Person:
    return people.signed_in(viewer, **settings) if viewer else people.comes(**settings)


def examples(people: People, desks: Desks) -> dict[str, str]:
    """One case in each standing, a licence, and a draft that is nearly ready."""
    granted = desks.settled(desks.at("conclude"), "conclude")
    refused = desks.settled(desks.at("conclude"), "conclude", "refuse")
    standing = {
        "received": desks.submitted(),
        "correcting": desks.correcting(),
        "screening": desks.at("screen"),
        "reviewing": desks.at("water"),
        "deciding": desks.at("conclude"),
        "granted": granted,
        "refused": refused,
    }
    found = {name: each["case_id"] for name, each in standing.items()}
    mandates = desks.get(REPRESENTATIVE, "/me")["mandates"]
    found["company"] = desks.company
    found["other_company"] = next(each["id"] for each in mandates if each["id"] != desks.company)
    found["newcomer"] = desks.get(NEWCOMER, "/me")["person_id"]
    held = {each["number"]: each["id"] for each in desks.get(AGENT, f"/holders/{desks.company}/licences")}
    found["business_licence"] = held["91999999000002006H"]
    report = {"fields": ["level"], "told": "级别应当是一级（示例）。"}
    found["reported"] = desks.post(AGENT, f"/licences/{held['RC2-2021-0012']}/corrections", report)["id"]
    representative = people.signed_in(REPRESENTATIVE)
    applying.prepare_qualification(representative.page, representative.city, applicant=found["other_company"])
    agent = people.signed_in(AGENT)
    agent.open(f"/cases/{found['granted']}/").get_by_role("link", name="打开证照").click()
    found["licence"] = agent.page.url.removeprefix(agent.city)
    found["licence_record"] = found["licence"].replace("/wallet/", "/licences/")
    found["message"] = _sent(people)
    found["verification"] = str(agent.page.get_by_role("link", name="打开核验页").get_attribute("href"))
    return found


def _sent(people: People) -> str:
    """The number of a message that stands on the board."""
    mother = people.signed_in(MOTHER)
    page = mother.open("/board/new/")
    page.get_by_role("radio", name="建议").check()
    page.get_by_label("什么事？").fill("建议在西山公园北门加装一排长椅和遮阳棚，老人带孩子来可以歇脚（示例）。")
    applying.press(page, "下一步：核对")
    applying.press(page, "发出留言")
    return page.locator(".receipt-number strong").inner_text()
