"""What the ledger remembers of orders, interviews, what leaders asked for, and second complaints."""

from tongban.directives.models.asks import Ask, SecondComplaint
from tongban.directives.models.interviews import Interview, InterviewedHead, InterviewStep
from tongban.directives.models.orders import Order, OrderStep, Paper
from tongban.kernel.imprints import Watched

ISSUED = "number release unit ground references matter demand limit state issuer issued_by issued_at due_at amber_at provisional"
FOLLOWED = "escalates_at escalated_at replied_by on_time closed_at"
DECIDED = "release unit measure week evidence state decided_by decided_at meets_at place held_at remedy remedy_until promised_by"
ASKED = "words unit due_on asked_by asked_name asked_at state answer settled_name settled_at"
AGAIN = "message_id number unit again earlier at dismissed_by dismissed_at reason"
STEP = ("act", "words", "actor_id", "actor_name", "at")
ORDER = Watched(Order, (*ISSUED.split(), *FOLLOWED.split()), "id")
INTERVIEW = Watched(Interview, (*DECIDED.split(), "reminds_at", "closed_at"), "id")
ASK = Watched(Ask, tuple(ASKED.split()), "id")
SECOND_COMPLAINT = Watched(SecondComplaint, tuple(AGAIN.split()), "id")
OF_ORDER = (Watched(OrderStep, STEP), Watched(Paper, ("kind", "data", "issued_at", "document_digest"), "id"))
OF_INTERVIEW = (Watched(InterviewStep, STEP), Watched(InterviewedHead, ("name", "post")))
WATCHED = {each.table: each for each in (ORDER, INTERVIEW, ASK, SECOND_COMPLAINT, *OF_ORDER, *OF_INTERVIEW)}
