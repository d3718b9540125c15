"""Pure decisions about cases: no database, no request, no clock.

`transitions` which act may follow · `route` what opens next · `correction` the one notice ·
`application` what may be handed in · `lanes` the picture · `remedies` limits of the law. How limits are counted: `kernel.limits`.
"""
# pyright: reportUnusedImport=false

from tongban.cases.rules.route import Advance, advance
