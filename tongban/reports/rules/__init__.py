"""Pure decisions of `reports`: no ORM, no clock."""
