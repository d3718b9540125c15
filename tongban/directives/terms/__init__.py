"""Words of `directives`."""
# pyright: reportUnusedImport=false

from tongban.directives.terms.asks import Again, AskState, AskView, SecondComplaint
from tongban.directives.terms.interviews import Head, InterviewAct, InterviewFigure, InterviewLine, InterviewState, InterviewView
from tongban.directives.terms.orders import (
    Cites,
    Ground,
    IssuedOrder,
    NewOrder,
    OrderAct,
    OrderFigure,
    OrderLine,
    OrderPaper,
    OrderPaperLine,
    OrderState,
    OrderView,
    Reference,
    StepLine,
)
from tongban.directives.terms.refusals import (
    AlreadyOrdered,
    DirectiveRefused,
    DoesNotStand,
    ImpossibleLimit,
    ImpossibleMoment,
    NotDue,
    ReferenceMissing,
    TakesNoOrders,
    UnknownAsk,
    UnknownInterview,
    UnknownOrder,
    UnknownProposal,
    UnknownReference,
    WordsMissing,
    WordsTooLong,
    WrongState,
)
