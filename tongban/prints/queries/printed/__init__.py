"""What the paper of a report says, in Chinese words."""

from tongban.prints.queries.printed.report import form
from tongban.prints.queries.printed.words import Pictures
