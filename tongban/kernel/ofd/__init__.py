"""OFD (GB/T 33190): written, sealed with seals of GB/T 38540, and read with suspicion.

Written is what a licence and a form need: texts, paths and pictures on pages, named data, seals. Fonts are named and not
embedded (ADR 0013). Read is what others may have made: every part in its place, or a refusal by name.
"""

from tongban.kernel.ofd.archive import PACKAGE_BYTES, ROOT
from tongban.kernel.ofd.contents import A4, HEI, Document, Font, Item, Page, Path, Picture, Place, Text, box, line
from tongban.kernel.ofd.flowing import Flow, Style
from tongban.kernel.ofd.judging import Fault, Judgement, judge
from tongban.kernel.ofd.measuring import width, wrap
from tongban.kernel.ofd.reading import read
from tongban.kernel.ofd.refusals import (
    AlreadyFrozen,
    DuplicateName,
    Encrypted,
    EntityDeclared,
    Malformed,
    NotOfd,
    OfdRefused,
    PackageTooLarge,
    Truncated,
    UnlistedFile,
    UnpacksTooLarge,
    UnprintableCharacter,
    UnsafeName,
)
from tongban.kernel.ofd.sealing import seal, write_sealed
from tongban.kernel.ofd.writing import write
