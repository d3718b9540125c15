"""What is refused in `directives`, one class a reason."""


class DirectiveRefused(Exception):
    """Base; nothing has changed."""


class WrongState(DirectiveRefused):
    """This act does not follow in the state of this order, interview or request."""


class UnknownOrder(DirectiveRefused):
    """No such order of supervision, or not for this actor; nor such a paper of one."""


class UnknownInterview(DirectiveRefused):
    """No such interview, or not for this actor."""


class UnknownProposal(DirectiveRefused):
    """The ranking of this week does not propose to interview this unit, or no such second complaint was found."""


class UnknownAsk(DirectiveRefused):
    """No leader has asked for this, or not for this actor."""


class UnknownReference(DirectiveRefused):
    """There is no such message, case, surge, interview or request that this actor and the unit may know of; carries what was named."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ReferenceMissing(DirectiveRefused):
    """An order on these grounds names what they are; carries the grounds."""

    def __init__(self, ground: str) -> None:
        super().__init__(ground)
        self.ground = ground


class AlreadyOrdered(DirectiveRefused):
    """The unit has an open order about the same; carries its number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class TakesNoOrders(DirectiveRefused):
    """No desk of this unit answers orders and interviews."""


class NotDue(DirectiveRefused):
    """The clock has nothing to say yet, or has said it."""


class DoesNotStand(DirectiveRefused):
    """An order is not what the acts on it left: something was changed behind the verbs' back, and nothing of it is sealed."""


class WordsMissing(DirectiveRefused):
    """Something needs words that are not there; names what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class WordsTooLong(DirectiveRefused):
    """These words are longer than `most` characters."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class ImpossibleLimit(DirectiveRefused):
    """No limit that anybody could keep, or one without end."""


class ImpossibleMoment(DirectiveRefused):
    """A meeting that is over before it is announced, one held in the future, a promise for a day gone by; names which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
