"""Pure decisions about what is shown and to whom."""
# pyright: reportUnusedImport=false

from tongban.sharing.rules.claims import AGES, born_on, is_past
from tongban.sharing.rules.purposes import readable, require_readable, same_purpose, told_purpose
from tongban.sharing.rules.rights import by_holder_alone, right_for
