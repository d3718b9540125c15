"""Campaigns (专项行动): what several units do together about one matter for some weeks, what came of it, and whether it helped (ADR 0034).

Not here: how surges are found (`insight`), and orders to one unit (`directives`).
"""
