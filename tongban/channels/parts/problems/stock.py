"""What stocks and scans refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.licences import terms as licences

STOCK: dict[type[Exception], Words] = {
    licences.FaultyMapping: Words("faulty-mapping", 422, _("对照表不能用"), _("请按列出的问题修改对照表，再导入。")),
    licences.FaultyStock: Words("faulty-stock", 422, _("清单不能读"), _("请核对清单的表头和对照表里的列名。")),
    licences.UnknownIngestion: Words("unknown-ingestion", 404, _("没有找到这份清单"), _("清单只有交来它的部门能看到。")),
    licences.VersionsWaiting: Words(
        "versions-waiting", 409, _("清单里还有证照没有接上它替代的旧证"), _("请再运行一次同样的导入命令，它会接着做完。")
    ),
    licences.UnknownScan: Words("unknown-scan", 404, _("没有找到这张扫描件"), _("扫描件只有管这种证照的部门能看到。")),
    licences.ScanDiscarded: Words(
        "scan-discarded", 410, _("这张扫描件已经放弃，不能再看"), _("它的图片和识别出的内容都不再提供。还要录入的，请拿原件重新扫描。")
    ),
    licences.ScanSettled: Words("scan-settled", 409, _("这张扫描件已经处理过了"), _("一张扫描件只入库一个证照。请刷新页面看看。")),
    licences.PeriodReversed: Words("period-reversed", 422, _("有效期的止日早于起日"), _("请核对原件上的有效期。")),
    licences.LicenceThere: Words(
        "licence-there", 409, _("库里已有这个证照"), _("同一持证人、同一编号的证照已经入库。请在“本单位证照”里查找。")
    ),
}
