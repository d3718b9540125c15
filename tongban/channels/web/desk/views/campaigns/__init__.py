"""The pages of campaigns: for supervisors who write, open and end them, and for units that take part."""
