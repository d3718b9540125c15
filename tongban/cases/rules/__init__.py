"""Pure decisions about cases: no database, no request, no clock.

`transitions` which act may follow · `route` what opens next · `clocks`, `reading` when a limit ends and what a clock says ·
`correction` the one notice · `application` what may be handed in · `lanes` the picture.
"""

from tongban.cases.rules.route import Advance, advance

__all__ = ["Advance", "advance"]
