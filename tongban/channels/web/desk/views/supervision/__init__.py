"""The pages of supervision: for supervisors, and for the units that answer them."""
