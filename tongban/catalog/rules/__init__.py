"""Pure rules of `catalog`: what a file of the city must be, and how a release is read. No ORM, no request, no clock."""
