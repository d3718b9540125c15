"""`{% load parts %}`: the tags that all web doors share."""

from __future__ import annotations

from django.template import Library

from tongban.channels.parts.tags import (
    answers,
    board,
    campaigns,
    charts,
    excerpts,
    history,
    icons,
    lanes,
    licence_life,
    reports,
    seals,
    shares,
    supervision,
    surges,
    times,
    verdicts,
    watches,
    words,
)

register = Library()

for plain in (
    words.light,
    words.opinion,
    words.paper_name,
    words.shortcoming,
    words.case_state,
    words.step_state,
    words.limit,
    answers.target_name,
    icons.icon,
    excerpts.rest,
    shares.figure_rate,
    shares.figure_within,
    shares.figure_time,
    campaigns.campaign_word,
    campaigns.campaign_step,
    campaigns.campaign_change,
    campaigns.campaign_bars,
    supervision.supervised,
    supervision.supervised_act,
    supervision.measure_words,
    supervision.light_words,
    supervision.outcome_words,
    supervision.case_outcome,
    supervision.unit_words,
    supervision.week_words,
    supervision.week_title,
    supervision.share,
    supervision.interval,
    charts.sparkline,
    charts.bars,
    charts.movement,
    charts.change_words,
    surges.surge_what,
    surges.surge_where,
    surges.surge_within,
    surges.method_words,
    surges.verdict_words,
    surges.weeks_chart,
    surges.chart_most,
    watches.watch_asked,
    watches.watch_told,
    watches.watch_over,
    watches.watch_chart,
    watches.watch_most,
    reports.reported,
    reports.report_step,
    reports.report_changed,
    reports.report_method,
    reports.report_order_state,
    reports.report_rate,
    reports.report_change,
    reports.report_verdict,
    reports.report_chance,
    reports.report_count,
    reports.report_chart,
    reports.report_drawn,
    licence_life.licence_change,
    licence_life.proposal_state,
    licence_life.stored_state,
    licence_life.correction_outcome,
    seals.seal_kind,
    seals.seal_change,
    verdicts.verdicts,
    verdicts.wrong_words,
    verdicts.basis_words,
    verdicts.basis_ground,
    verdicts.alert_words,
    verdicts.doubt_words,
    board.message_kind,
    board.message_state,
    board.message_channel,
    board.author_kind,
    board.removal,
    board.suggested,
    board.satisfaction,
    board.order_state,
    board.order_role,
    board.layer,
    board.dispatched_by,
    board.more_time,
    board.called_back,
    board.right_share,
    board.rate,
):
    register.simple_tag(plain)
for asking in (words.licence_state, seals.seal_state, times.due, times.moment, times.day, answers.fault_line, board.left):
    register.simple_tag(asking, takes_context=True)

register.inclusion_tag("parts/answers.html")(answers.answers)
register.inclusion_tag("parts/situation.html")(answers.situation)
register.inclusion_tag("parts/clock.html", takes_context=True)(times.clock)
register.inclusion_tag("parts/history.html", takes_context=True)(history.history)
register.inclusion_tag("parts/lanes.html", takes_context=True)(lanes.lanes)
register.inclusion_tag("parts/signature.html")(seals.signature_card)
register.inclusion_tag("parts/licence_life.html", takes_context=True)(licence_life.licence_life)
register.inclusion_tag("parts/track.html", takes_context=True)(board.track)
