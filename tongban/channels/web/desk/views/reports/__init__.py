"""Analysis reports at the desk: read, worded, approved, printed, and made into orders and campaigns."""
