"""The nouns of `identity`."""

from tongban.identity.models.city import Department, Desk
from tongban.identity.models.login import ApiToken, Login
from tongban.identity.models.people import Mandate, Organisation, Person
from tongban.identity.models.proofs import Certificate, SecondFactor
from tongban.identity.models.staff import Post, Staff
from tongban.identity.models.subject import Subject
