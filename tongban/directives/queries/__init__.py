"""Questions of `directives`."""

from tongban.directives.queries.asks import asked, asks, second_complaints
from tongban.directives.queries.audit import audit
from tongban.directives.queries.figures import order_figures
from tongban.directives.queries.interviews import held_interviews, interview, interview_figures, interviews
from tongban.directives.queries.orders import SHELVES, order, orders, orders_citing
from tongban.directives.queries.paper import order_paper
