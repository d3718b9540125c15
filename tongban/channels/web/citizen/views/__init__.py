"""Views of the citizen door: each parses, calls one question or one verb, and renders."""
