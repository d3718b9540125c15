"""What every act answers: where the case stands now, and on which desks it waits."""

from tongban.cases.terms import Turn
from tongban.channels.rest.shapes.case import OpenStep, Standing


def standing(turn: Turn) -> Standing:
    return Standing(
        case_id=turn.case_id,
        number=turn.number,
        state=turn.state,
        end=turn.end,
        open_steps=[OpenStep(id=step_id, key=key, desk=desk) for step_id, key, desk in turn.opened],
    )
