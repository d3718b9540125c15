"""Questions about who is who. Those that return a person's data take a purpose and leave a row in the access log."""

from tongban.identity.queries.certificates import (
    certificate_lives,
    certificates_of,
    own_certificate,
    second_factor_of,
)
from tongban.identity.queries.names import department_names, forget_names, short_names
from tongban.identity.queries.people import (
    actor,
    actor_by_token,
    agents_of,
    ever_acted_for,
    holder,
    holder_by_code,
    holder_code,
    holders,
    known_subjects,
    login_by_phone,
    logins_of_phones,
    mandates_of,
    names_of,
    people_behind,
    person_behind,
    person_of,
    reach,
    representative_of,
    represented_by,
    represents,
    same_name,
    subject_of,
    title_of,
    token_digest,
)
from tongban.identity.queries.places import (
    deciding,
    department,
    departments,
    departments_of,
    desks,
    staff_at,
)
