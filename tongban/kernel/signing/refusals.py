"""What signing refuses."""


class NotSignable(Exception):
    """This is not a PDF that can be signed, or it is signed already."""
