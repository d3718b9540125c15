"""Questions of `prints`."""

from tongban.prints.queries.pictures import pictures
