"""Pure decisions about programs. No database, no clock."""
