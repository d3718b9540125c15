"""Pure decisions of `watches`."""
