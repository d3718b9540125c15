"""Settings, URLs and WSGI. The environment is read in this package only."""
