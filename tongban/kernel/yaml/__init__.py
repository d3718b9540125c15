"""A city's own files: YAML read with the line of every value, and checked against a shape, so that a fault names file, line and remedy.

Pure: no database, no request, no clock; so the rules of every module may import this package. Not here: what a file means (the modules).
"""

from tongban.kernel.yaml.shapes import KEY, STRINGS, TEXT, Shape, closed, limit, several
from tongban.kernel.yaml.source import Document, Fault, Faulty, Path, missing, read, sound, stray
