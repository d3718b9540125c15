"""Views of the desk: each parses, calls one question or one verb, and renders."""
