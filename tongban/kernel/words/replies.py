"""Whether a public reply says something: what it lacks, by name and never in free text, so that it can be shown, counted and disputed.

A table of rules, not a model: a unit that is told "says no ground" can check it. The lengths were chosen on a hundred replies
that people had judged (complete or not, well explained or not); `tests/kernel/words/test_replies.py` says how far it agrees.
It never decides anything; it is shown to whoever drafts and to whoever approves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

SUBSTANCE = 140  # characters; less was seldom judged complete
AT_LENGTH = 200  # characters; from here on a reply was mostly judged well explained
WITH_GROUNDS = 90  # characters; enough where it names its grounds
GROUNDS = 2
SAYS_ALL = 60  # characters; enough where law, cause or finding, deed, date and telephone are all there
HALF_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}


class Shortcoming(StrEnum):
    """What a reply lacks."""

    FORMULA_ONLY = "formula_only"
    TOO_LITTLE = "too_little"
    NO_GROUND = "no_ground"
    NO_DEED = "no_deed"
    NO_TIME = "no_time"
    NO_CONTACT = "no_contact"
    UNFILLED = "unfilled"


@dataclass(frozen=True, slots=True)
class ReplyQuality:
    """What was found of a reply. `complete`: it answers. `explained`: it says on what ground."""

    shortcomings: frozenset[Shortcoming]

    @property
    def complete(self) -> bool:
        return not self.shortcomings & {Shortcoming.FORMULA_ONLY, Shortcoming.TOO_LITTLE, Shortcoming.UNFILLED}

    @property
    def explained(self) -> bool:
        return not self.shortcomings & {Shortcoming.FORMULA_ONLY, Shortcoming.NO_GROUND}


OPENING = re.compile(
    r"^.{0,200}?(?:回复如下|答复如下|情况如下|说明如下)[:：]?"
    r"|^(?:(?:尊敬的|亲爱的)?(?:网友|市民|群众|居民|同志|先生|女士|您好|你好)[^。！：:]{0,40}[。！：:!])+(?:您的?(?:留言|来信|反映|诉求)[^。]{0,30}(?:收悉|收到)[。，])?"
)
CLOSING = re.compile(
    r"(?:最后|再次)?(?:衷心|非常)?(?:感谢|谢谢)[^。！!]{0,60}[。！!]?|特此(?:回复|答复|说明)[。！]?|祝(?:您|你)?[^。]{0,12}[。！]|以上(?:情况|回复)[^。]{0,20}。"
    r"|(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日?$"
)
PROMISE = re.compile(
    r"收悉|已收集|已(?:经)?(?:转交|转至|转送|转办|交由|交办|批转|登记|记录)|(?:认真|充分|进一步|积极|高度)(?:考虑|研究|论证|采纳|调研|重视|核实|处理)|(?:将|会)(?:予以|及时|尽快|认真|充分|进一步|积极|继续)|"
    r"最大限度|敬请(?:谅解|关注|期待)|请(?:您)?(?:耐心等待|谅解|放心)|督促[^，。]{0,12}(?:办理|处理|落实)$"
)
RULE = re.compile(r"《[^》]{3,80}》|第[一二三四五六七八九十百0-9]+条|规定|[〔\[【﹝(][0-9]{4}[〕\]】﹞)]|政策")
FINDING = re.compile(r"经查|据查|核实|调查|现场|走访|了解到|实地|经[^，。]{1,12}[核查调]")
DEED = re.compile(
    r"(?:已经?(?!转|交|收|批转|登记|记录)|于[^，。]{2,14}|当[日天即]|立即|随后)[^，。；]{0,24}(?:完成|办理|开展|组织|立案|下达|拆除|清理|修复|更换|安装|处理|查处|整改|约谈|告知|联系|通知|协调|发放|支付|退还|核实|调查|走访|恢复|报案|审批|公示|提交|启动|开工|建成|封闭|处罚|训诫|教育|上门|登记|明确|执行|责成|沟通|对接|疏通|审核|开馆|营业|采取|建立|落实)|正在(?:办理|审|施工|进行[^，。]{0,12}(?:建设|施工|征|整改))"
    r"|进行了|作出了|采取了|安排了|召开了|派出|责令|下达了|可以?(?:申请|办理|领取|享受|前往|直接)|不(?:能|予|符合|具备|支持|属于)|符合|应当?(?:由|按|向|提供)"
)
TIME = re.compile(
    r"[0-9]{1,2}月|[12][0-9]{3}年|[今明本上下]年|年[底内初]|月[底内初]|[上下本][周月]|[0-9]{1,4}(?:个)?(?:工作日|天|小时|日)|[今明昨当]日|截至目前|即日"
)
UNIT = re.compile(
    r"[\u4e00-\u9fff0-9A-Z]{1,12}(?:局|委|办|街道|中心|大队|支队|中队|派出所|政府|社区|公司|集团|学校|医院|管委会|居委会|村委会|窗口|处|站)|电话|拨打|热线|联系方式|[0-9]{3,4}[-—][0-9]{7,8}|123[0-9]{2}"
)
CAUSE = re.compile(r"因为?[^，。；]{2,24}|由于|原因|所致")
PHONE = re.compile(r"(?<![0-9])(?:0[0-9]{2,3}[-—]?[0-9]{7,8}|1[3-9][0-9]{9}|1[0-9]{4})(?![0-9])")
UNFILLED = re.compile(r"〔(?![12][0-9]{3}〕)[^〔〕]{0,40}〕|_{3,}")  # what a template asks for; 〔2026〕 is the number of a document


def judge(reply: str) -> ReplyQuality:
    """What a reply lacks; opening, thanks and date do not count as something said."""
    said = substance(reply)
    grounds = len(RULE.findall(said)) + len(FINDING.findall(said))
    named = all(each.search(said) for each in (RULE, DEED, TIME, PHONE)) and bool(grounds > 1 or CAUSE.search(said))
    whole = named and len(said) >= SAYS_ALL
    lacking = {
        Shortcoming.UNFILLED: UNFILLED.search(reply) is not None,
        Shortcoming.FORMULA_ONLY: _is_formula(said),
        Shortcoming.TOO_LITTLE: len(said) < SUBSTANCE and not whole,
        Shortcoming.NO_GROUND: len(said) < AT_LENGTH and not whole and not (grounds >= GROUNDS and len(said) >= WITH_GROUNDS),
        Shortcoming.NO_DEED: not DEED.search(said),
        Shortcoming.NO_TIME: not TIME.search(said),
        Shortcoming.NO_CONTACT: not UNIT.search(said),
    }
    return ReplyQuality(frozenset(each for each, lacks in lacking.items() if lacks))


def substance(reply: str) -> str:
    """A reply without its opening, its thanks and its date."""
    said = "".join(reply.translate(HALF_WIDTH).split())
    opening = OPENING.match(said)
    return CLOSING.sub("", said[opening.end() :] if opening else said)


def _is_formula(said: str) -> bool:
    """Whether every sentence only says that something was received, passed on or will be thought of."""
    sentences = [each for each in re.split(r"[。！；!;]", said) if each]
    return all(PROMISE.search(each) and not (RULE.search(each) or FINDING.search(each) or DEED.search(each)) for each in sentences)
