"""What is refused of a package that somebody else may have made. `detail` names the place, never its content."""


class OfdRefused(Exception):
    """Base of what reading a package refuses."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class NotOfd(OfdRefused):
    """No ZIP archive with an `OFD.xml` at its root."""


class PackageTooLarge(OfdRefused):
    """The package itself has more bytes than are read."""


class UnpacksTooLarge(OfdRefused):
    """It would unpack beyond the limit, in bytes, in files or in proportion: a ZIP bomb."""


class UnsafeName(OfdRefused):
    """A name that leaves the package, or that two systems would read as two different places."""


class DuplicateName(OfdRefused):
    """Two files of one name: one reader would see the first, another the second."""


class EntityDeclared(OfdRefused):
    """A document type in the XML, and with it entities; OFD needs none."""


class UnlistedFile(OfdRefused):
    """A sealed package holds a file that no seal protects."""


class Malformed(OfdRefused):
    """It is a package, but not as GB/T 33190 describes it, or it is damaged."""


class Truncated(Malformed):
    """The archive ends before its table of contents: the file did not arrive whole."""


class Encrypted(Malformed):
    """A file in the package is encrypted: nobody can judge what nobody can read."""


class UnprintableCharacter(Exception):
    """A text has a character that no reader's font can be expected to have; `characters` are those."""

    def __init__(self, characters: str) -> None:
        super().__init__(", ".join(f"U+{ord(each):04X}" for each in characters))
        self.characters = characters


class AlreadyFrozen(Exception):
    """A seal on this package lists `Signatures.xml`: no further seal is allowed."""
