"""What each step of judging a seal says to people."""

from __future__ import annotations

from tongban.kernel.bilingual import Bilingual
from tongban.kernel.seals.terms import Step

HOLDS = {
    Step.FORMAT: Bilingual("印章数据的格式与版本正确", "The data have the format and version of the standard"),
    Step.MAKERS_SIGNATURE: Bilingual("制章者对印章的签名有效", "The maker's signature on the seal holds"),
    Step.MAKERS_CERTIFICATE: Bilingual("制章者的证书可信", "The maker's certificate is trusted"),
    Step.SEALS_VALIDITY: Bilingual("签章时印章在有效期内，未被停用", "The seal was in force at the time of sealing"),
    Step.LISTED_SIGNER: Bilingual("签章者是该印章允许的使用者", "The signer is one of those who may use the seal"),
    Step.SIGNERS_CERTIFICATE: Bilingual("签章者的证书可信、有效，未被吊销", "The signer's certificate is trusted, valid and not revoked"),
    Step.SIGNATURE: Bilingual("签章者的签名有效", "The signer's signature holds"),
    Step.DOCUMENT: Bilingual("文件自签章后未被改动", "The document has not changed since it was sealed"),
    Step.SIGNING_TIME: Bilingual("签章时间在印章与证书的有效期内", "The time of sealing lies within the validity of seal and certificate"),
    Step.TIME_STAMP: Bilingual("时间戳有效", "The time stamp holds"),
}
FAILED = {
    "no_seal": Bilingual("不是符合 GB/T 38540 的电子签章数据", "These are no seal data of GB/T 38540"),
    "old_version": Bilingual("旧版印章（GM/T 0031-2014，V1），不再受理", "A seal of the old version 1, which is no longer accepted"),
    "unknown_version": Bilingual("印章结构的版本不认识", "The version of the seal is not known"),
    "mixed_versions": Bilingual("印章与签章的版本不一致", "The seal and the signature are of different versions"),
    "unknown_extension": Bilingual("含有不认识的关键扩展项", "There is a critical extension that is not understood"),
    "unknown_algorithm": Bilingual("签名算法不是 SM2", "The signature algorithm is not SM2"),
    "seal_changed": Bilingual(
        "制章者的签名不成立：印章是伪造的或被改动过", "The maker's signature fails: the seal is forged or was changed"
    ),
    "no_certificate": Bilingual("证书无法读取", "The certificate cannot be read"),
    "not_trusted": Bilingual("证书不是由受信任的机构签发", "The certificate was not issued by a trusted authority"),
    "expired": Bilingual("证书当时不在有效期内", "The certificate was not valid at that time"),
    "revoked": Bilingual("证书已被吊销", "The certificate has been revoked"),
    "revocation_unknown": Bilingual(
        "没有签发机构的最新吊销列表，无法判断证书是否被吊销", "No fresh revocation list of the issuer is at hand"
    ),
    "wrong_usage": Bilingual("证书的用途不包括签名", "The certificate was not issued for signing"),
    "seal_ended": Bilingual("印章已被停用", "The seal has been ended"),
    "seal_not_in_force": Bilingual("签章时印章不在有效期内", "The seal was not in force at the time of sealing"),
    "signer_not_listed": Bilingual("签章者不是该印章允许的使用者", "The signer is not one of those who may use the seal"),
    "signature_wrong": Bilingual("签章者的签名不成立", "The signer's signature fails"),
    "document_changed": Bilingual(
        "印章是真的，但文件内容与签章时不同", "The seal is genuine, but the document is not the one that was sealed"
    ),
    "in_the_future": Bilingual("签章时间在将来", "The time of sealing lies in the future"),
    "before_the_seal": Bilingual("签章时间早于印章的制作时间", "The time of sealing is before the seal was made"),
    "bad_stamp": Bilingual("时间戳不成立或不可信", "The time stamp fails or is not trusted"),
    "stamp_and_time_differ": Bilingual("时间戳与签章时间不符", "The time stamp does not agree with the time of sealing"),
    "no_stamp": Bilingual("没有时间戳", "There is no time stamp"),
}
