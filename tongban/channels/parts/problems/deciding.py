"""What deciding about a licence refuses: at which post, on which law, and by how many."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.licences import terms as licences

DECIDING: dict[type[Exception], Words] = {
    licences.NotADecidingPost: Words(
        "not-a-deciding-post",
        403,
        _("这要由发证部门的决定岗位来办"),
        _("窗口和审查岗位可以查看，不能改变证照。请把材料转给本部门的决定岗位。"),
    ),
    licences.BasisNotCited: Words(
        "basis-not-cited",
        422,
        _("法律依据没有写到哪部法、哪一条"),
        _("请写法律的全名和条数，例如《行政许可法》第七十条第二项。"),
    ),
    licences.TakesTwo: Words(
        "takes-two",
        409,
        _("注销、撤销、吊销和恢复效力要两个人办"),
        _("请先提出，写明依据、文号和理由，再由另一位决定人员确认。"),
    ),
    licences.TakesOne: Words("takes-one", 409, _("冻结和解除冻结不用两个人办"), _("请直接办理，马上生效。")),
    licences.UnknownProposal: Words(
        "unknown-proposal", 404, _("没有找到这条提出的变更"), _("提出的变更只有发证部门能看到，请从证照的记录里打开。")
    ),
    licences.ProposedAlready: Words(
        "proposed-already", 409, _("这个证照已经有一条变更在等确认"), _("请先由另一位决定人员确认或者退回那一条，再提新的。")
    ),
    licences.OwnProposal: Words(
        "own-proposal", 403, _("自己提出的变更不能自己确认，也不能自己退回"), _("请本部门另一位决定人员来看，由他确认或者退回。")
    ),
    licences.NotOwnProposal: Words(
        "not-own-proposal", 403, _("只有提出的人能收回自己提出的变更"), _("不同意的，请由本部门另一位决定人员写明理由退回。")
    ),
    licences.ProposalSettled: Words("proposal-settled", 409, _("这条变更已经有人确认或者退回了"), _("您不用再办。刷新页面可以看到结果。")),
    licences.ProposalLapsed: Words("proposal-lapsed", 409, _("这条变更过了期，没有人确认"), _("还要办的，请重新提出一次。")),
}
