"""Pure decisions of `prints`."""
