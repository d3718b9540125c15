"""Electronic seals by GB/T 38540: made and used in version 4, read in versions 4 and 5, judged in the prescribed order.

A seal is data: a picture, a name, a validity and the list of certificates that may use it, signed by its maker. What it leaves
on a document is signed by one of those. Not here: the documents (`kernel.ofd`), whose a seal is and who may use it (`tongban.seals`).
"""

from tongban.kernel.seals.drawing import picture
from tongban.kernel.seals.judging import judge
from tongban.kernel.seals.structure import read, read_signature
from tongban.kernel.seals.terms import (
    BadSeal,
    NotASeal,
    NotTheSealsSigner,
    OldSeal,
    Picture,
    Seal,
    SealKind,
    SealNotInForce,
    SealSignature,
    Step,
    Verdict,
)
from tongban.kernel.seals.writing import make, sign
