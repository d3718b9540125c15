"""What the REST door takes and gives. Published shapes: they change only by addition; staff and public share none."""
