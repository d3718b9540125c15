"""Tables of `notices`."""

from tongban.notices.models.call import Call, Incoming
from tongban.notices.models.delivery import Delivery, DemoMessage
from tongban.notices.models.notice import Notice, Preference
