"""Pure decisions of `campaigns`."""
