"""The page of proof: what was tested, on which data, by which program, and the digests and the signature that anybody can check."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from tongban.kernel import clock
from tongban.prints.queries.printed.words import METHODS, NOT_KNOWN, note, pairs, table

if TYPE_CHECKING:
    from tongban.prints.queries.printed.words import Block, Pictures
    from tongban.reports.terms import Proof, ReportView

CORRECTIONS = {"bh": "Benjamini–Hochberg"}
PIECE = 72  # of a signature in a line


def proof_blocks(view: ReportView, pictures: Pictures) -> list[Block]:
    """All of it, with the charts' digests."""
    proof, approval = view.content.proof, view.approval
    assert approval is not None
    signed = [
        ("正文摘要 SHA-256", view.line.digest),
        ("审定文本摘要 SHA-256", approval.digest),
        ("签名算法", approval.algorithm),
        ("签名", _pieces(base64.b64encode(approval.signature).decode())),
        ("证书 SHA-256", hashlib.sha256(approval.certificate).hexdigest()),
        ("审定", f"{approval.name}，{clock.city_time(approval.at):%Y-%m-%d %H:%M}"),
    ]
    drawn = [[pictures.titles.get(key, key), digest] for key, digest in pictures.digests.items()]
    charts = [table(("图", "SHA-256"), drawn, widths=(1, 0), caption="图的摘要")] if drawn else []
    told = "同样的数据重算得到同样的正文（recompute_report），摘要应当和上面一致；签名是审定时存下的，不重算。"
    return [pairs(_counted(proof) + _since(view)), *_false_alarms(proof), pairs(signed), *charts, note(told)]


def _counted(proof: Proof) -> list[tuple[str, str]]:
    known = proof.alpha is not None
    floor = f"{proof.floor_weeks} 周内至少 {proof.floor} 条" if proof.floor is not None else NOT_KNOWN
    held = f"{CORRECTIONS.get(proof.correction, proof.correction)}，q = {proof.q:g}" if proof.q is not None else NOT_KNOWN
    return [
        ("结算时间", f"{clock.city_time(proof.closed_at):%Y-%m-%d %H:%M}，此后收到的不计"),
        ("检验的序列", f"{proof.tests} 个，其中达到最低件数的 {proof.tested} 个"),
        ("超过界限", f"{proof.alarms} 个，多重检验校正后成立 {proof.stood} 个"),
        ("最低件数", floor),
        ("显著水平", f"α = {proof.alpha:g}（单侧）" if known else NOT_KNOWN),
        ("多重检验校正", held),
        ("随机种子", proof.seed or "没有随机成分"),
        ("引用规则", proof.quotes),
        ("数据摘要", proof.data or NOT_KNOWN),
        ("参数摘要", proof.rules or NOT_KNOWN),
        ("全部检验的摘要", proof.tests_digest or NOT_KNOWN),
        ("督查规则摘要", proof.supervision or NOT_KNOWN),
        ("程序版本", proof.code or NOT_KNOWN),
    ]


def _since(view: ReportView) -> list[tuple[str, str]]:
    """What documents of the first format do not tell."""
    until, out = view.content.proof.tested_until, view.content.rates.left_out
    tested = [("检测到", f"{until.isoformat()}（不含）")] if until is not None else []
    return tested + ([("按排名的剔除", f"留言 {out.messages} 件，评分 {out.ratings} 个")] if out is not None else [])


def _false_alarms(proof: Proof) -> list[Block]:
    rows = [
        [METHODS.get(each.method, each.method), str(each.opened), str(each.true), str(each.false), str(each.unjudged)]
        for each in proof.false_alarms
    ]
    head = ("方法", "发现", "属实", "误报", "未判")
    return [table(head, rows, widths=(8, 2, 2, 2, 2), numbers=(1, 2, 3, 4), caption="以往集中反映的核查结果")] if rows else []


def _pieces(text: str) -> str:
    return "\n".join(text[place : place + PIECE] for place in range(0, len(text), PIECE))
