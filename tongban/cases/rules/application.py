"""Whether an application may be handed in: answers to the situation questions, materials, and where each answer comes from.

Not here: the form itself, which its JSON Schema judges (`catalog.queries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tongban.kernel.words.legible import is_legible
from tongban.kernel.words.unseen import has_unseen, without_unseen

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.cases.terms import Handed
    from tongban.catalog.terms import MaterialSpec, Question
    from tongban.kernel.bilingual import Bilingual
    from tongban.licences.terms import Checked, Checks, Licence

MEGABYTE = 1024 * 1024
APPLICANT, REGISTER, LICENCE, DIFFERS = "applicant", "register", "licence:", "differs:"
WHO_APPLIES = ("holder.name", "holder.code", "holder.legal_representative")
FAULTS = {
    "one_only": "one licence is replaced here; hand in that one alone",
    "holder_twice": "this holder stands here already; name each once, and not the applicant",
    "name_differs": "this number is known under another name; correct the name or the number",
    "required": "this must be answered, and a blank is no answer",
    "missing": "this is asked for and not there",
    "unknown": "this service asks no such question",
    "not_an_option": "this is none of the answers to choose from",
    "not_asked_for": "this service asks for no such material",
    "licence_not_usable": "no licence of a type that satisfies this, held by the applicant, has this id",
    "licence_changed": "the record of this licence is not the one that its issuer attested; its issuer must look at it",
    "licence_ended": "this licence was suspended, replaced or ended; use the present one, or upload other proof instead",
    "licence_out_of_date": "this licence does not hold today; have it renewed, or upload instead",
    "seal_broken": "this file is not what was signed or sealed: it was changed, or the seal is forged; get the original from its issuer",
    "changed_after_signing": "something was written into this file after it was signed; hand in the file as its issuer gave it out",
    "upload_encrypted": "this signed file is encrypted and cannot be judged; remove the password and upload it again",
    "upload_truncated": "this signed file did not arrive whole; download it again and upload it",
    "upload_suspended": "this is a licence that is suspended; have it resumed by its issuer first, or upload other proof",
    "upload_superseded": "this is a licence that a newer version replaced; take the newer one from the library, or upload that",
    "upload_cancelled": "this is a licence that was cancelled; use one that holds, or upload other proof",
    "upload_withdrawn": "this is a licence that was withdrawn; use one that holds, or upload other proof",
    "upload_revoked": "this is a licence that was revoked; use one that holds, or upload other proof",
    "upload_out_of_date": "this is a licence that does not hold today; have it renewed, or upload other proof",
    "upload_copy_over": "the period of this annotated copy is over; take the licence from the library, or upload a copy that still holds",
    "upload_other_holder": "this is somebody else's licence; hand in the applicant's own, or apply for the one whose licence it is",
    "upload_other_type": "this is another kind of licence than this material asks for; hand in one of the kind that is named",
    "file_not_found": "no such file was uploaded; upload it again",
    "type_not_allowed": "this material takes other kinds of files",
    "no_upload": "this material is taken from the library alone; choose a licence that holds, have it renewed, or go to the window",
    "two_sources": "both a licence and a file were given for this material; give one of them",
    "licence_not_usable_no_upload": "no licence that satisfies this has this id, and no file is taken; choose another, or go to the window",
    "licence_changed_no_upload": "the record of this licence is not the one that its issuer attested; ask its issuer, or go to the window",
    "licence_ended_no_upload": "this licence was suspended, replaced or ended; use one that holds, ask its issuer, or go to the window",
    "licence_out_of_date_no_upload": "this licence does not hold today; have it renewed by its issuer, or go to the window",
    "too_large": "this file is larger than the material allows",
    "unreadable": "this holds characters or numbers that nobody could read again",
}
DEEPEST = 8  # of lists and rows inside one answer


def told(code: str) -> str:
    """A fault as `<code>: <words>`; doors have words of their own for each code."""
    return f"{code}: {FAULTS[code]}"


def plain(words: str) -> str:
    """What somebody typed, without characters that nobody sees and neither the database nor a paper can hold."""
    return without_unseen(words).strip()


def unreadable(answers: Mapping[str, Any]) -> list[str]:
    """The answers that could not be kept: hidden characters, numbers that are none, nesting without end."""
    return [plain(name) for name, value in answers.items() if has_unseen(name) or not is_legible(value, DEEPEST)]


def unanswered(schema: Mapping[str, Any], form: Mapping[str, Any]) -> list[str]:
    """Required fields that are there and say nothing: a blank is no answer."""
    return [name for name in schema.get("required", ()) if name in form and _is_blank(form[name])]


def _is_blank(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def situation_faults(questions: Sequence[Question], situation: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the answers: a question without one, an answer that is no option, an answer to no question."""
    known = {question.key for question in questions}
    faults = {f"situation.{key}": "unknown" for key in situation if key not in known}
    for question in questions:
        fault = _answer_fault(question, situation.get(question.key))
        if fault:
            faults[f"situation.{question.key}"] = fault
    return faults


def _answer_fault(question: Question, answer: Any) -> str:
    options = {option.value for option in question.options}
    if answer in (None, "", []):
        return "missing"
    if isinstance(answer, list) is not question.many:
        return "not_an_option"
    answers: list[Any] = answer if question.many else [answer]
    return "" if all(isinstance(each, str) and each in options for each in answers) else "not_an_option"


def stop(questions: Sequence[Question], situation: Mapping[str, Any]) -> Bilingual | None:
    """Why an answer says that this service is not for them, and where to go; None when none does."""
    for question in questions:
        answer: Any = situation.get(question.key)
        for value, why in question.stops.items():
            if answer == value or (isinstance(answer, list) and value in answer):
                return why
    return None


def material_faults(
    asked: Iterable[MaterialSpec],
    handed: Sequence[Handed],
    *,
    licences: Mapping[UUID, Checked],
    files: Mapping[str, tuple[str, int]],
    media_types: Mapping[str, str],
) -> dict[str, str]:
    """What is wrong with the materials. `licences` are the applicant's, verified; `files` maps a stored digest to type and size."""
    specs = {spec.key: spec for spec in asked}
    faults = {f"materials.{each.key}": "not_asked_for" for each in handed if each.key not in specs}
    given: dict[str, list[Handed]] = {}
    for each in handed:
        given.setdefault(each.key, []).append(each)
    for key, spec in specs.items():
        found = [_fault(spec, each, licences, files, media_types) for each in given.get(key, ())]
        fault = next(filter(None, found), "") or ("missing" if spec.required and not found else "")
        if fault:
            faults[f"materials.{key}"] = fault
    return faults


def _fault(
    spec: MaterialSpec,
    each: Handed,
    licences: Mapping[UUID, Checked],
    files: Mapping[str, tuple[str, int]],
    media_types: Mapping[str, str],
) -> str:
    if each.licence_id is not None:
        return "two_sources" if each.file_digest else _of_library(spec, licences.get(each.licence_id))
    if each.file_digest and not spec.upload:
        return "no_upload"
    stored = files.get(each.file_digest)
    if stored is None:
        return "file_not_found" if each.file_digest else "missing"
    media_type, size = stored
    if media_type not in {media_types[kind] for kind in spec.upload}:
        return "type_not_allowed"
    return "too_large" if size > spec.max_mb * MEGABYTE else ""


def _of_library(spec: MaterialSpec, found: Checked | None) -> str:
    """Where nothing else is taken, the words offer no upload."""
    known = found is not None and found.licence.type_code in spec.licence
    wrong = found_wrong(found.checks) if found is not None and known else "licence_not_usable"
    return f"{wrong}_no_upload" if wrong and not spec.upload else wrong


def found_wrong(checks: Checks) -> str:
    """The first verdict that keeps a licence from being used; empty when all hold."""
    return "licence_changed" if not checks.seal else "licence_ended" if not checks.status else "" if checks.dates else "licence_out_of_date"


def filled_by(code: str, prefill: Mapping[str, str], provenance: Mapping[str, str], identifier: str) -> list[str]:
    """The fields of the form that say what this licence says."""
    return [
        name for name, source in prefill.items() if source.startswith(f"licences.{code}.") and provenance.get(name) == LICENCE + identifier
    ]


def saved_fields(provenance: Mapping[str, str]) -> int:
    """How many answers nobody had to write: those that are still what the city knew."""
    return sum(1 for origin in provenance.values() if origin == REGISTER or origin.startswith(LICENCE))


def known_values(
    prefill: Mapping[str, str], *, holder: Mapping[str, Any], person: Mapping[str, Any], licences: Iterable[Licence]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the city already knows for a form, and where each value is from. `licences` come newest first."""
    newest: dict[str, Licence] = {}
    for licence in licences:
        newest.setdefault(licence.type_code, licence)
    values: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    for name, source in prefill.items():
        value, origin = _looked_up(source, holder, person, newest)
        if value not in (None, "", []):
            values[name], provenance[name] = value, origin
    return values, provenance


def _looked_up(source: str, holder: Mapping[str, Any], person: Mapping[str, Any], newest: Mapping[str, Licence]) -> tuple[Any, str]:
    scope, _, rest = source.partition(".")
    if scope != "licences":
        return (holder if scope == "holder" else person).get(rest), REGISTER
    code, _, content = rest.partition(".")
    licence = newest.get(code)
    return (None, "") if licence is None else (licence.content.get(content), LICENCE + licence.identifier)


def traced(
    form: Mapping[str, Any], known: Mapping[str, Any], provenance: Mapping[str, str], prefill: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Where each answer comes from: what the city knows and nobody changed is the city's, everything else is the applicant's.

    An answer that differs from a licence, or from who the register says the applicant is, says so: a reviewer must see it.
    """
    sources = prefill or {}
    return {name: _origin(value, known.get(name), provenance.get(name), sources.get(name, "")) for name, value in form.items()}


def _origin(value: Any, known: Any, origin: str | None, source: str) -> str:
    if origin is None:
        return APPLICANT
    if known == value:
        return origin
    return DIFFERS + origin if source.startswith("licences.") or source in WHO_APPLIES else APPLICANT


def material_types(materials: Iterable[MaterialSpec]) -> frozenset[str]:
    """The licence types that a service asks for."""
    return frozenset(code for spec in materials for code in spec.licence)


def duty_types(materials: Iterable[MaterialSpec]) -> frozenset[str]:
    """Those of them that the law has the department take itself."""
    return frozenset(code for spec in materials if spec.duty for code in spec.licence)


def prefill_types(prefill: Mapping[str, str]) -> frozenset[str]:
    """The licence types that a service fills its form from."""
    return frozenset(source.split(".")[1] for source in prefill.values() if source.startswith("licences."))


def vanished(draft: Mapping[str, Any], asked: Iterable[str]) -> dict[str, Any]:
    """Answers somebody gave to questions that the present release no longer asks."""
    known = frozenset(asked)
    return {name: value for name, value in draft.items() if name not in known and value not in (None, "", [])}
