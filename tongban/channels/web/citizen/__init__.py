"""The public door: find a service, apply, follow the case, keep licences."""
