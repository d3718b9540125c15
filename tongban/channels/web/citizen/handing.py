"""Materials as one page asks for them: from the library by default, or uploaded; each file checked, each mistake at its material."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.cases import queries as case_queries
from tongban.cases.terms import Handed
from tongban.channels.parts.faults import fault_words
from tongban.channels.parts.problems import problem_of
from tongban.kernel import files

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from tongban.catalog.terms import MaterialSpec
    from tongban.channels.web.citizen.previews import Preview
    from tongban.identity.terms import Actor, HolderKind
    from tongban.licences.terms import Checked, Licence

    Look = Callable[[MaterialSpec, Handed], str]

MEGABYTE = 1024 * 1024
FILES = 8  # of one material
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """One licence of the library that would do, and whether it is taken."""

    licence: Licence
    taken: bool
    preview: Preview | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, in one sentence for the summary, and what to do about it, for the place itself."""

    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One material on the page."""

    spec: MaterialSpec
    offers: tuple[Offer, ...]
    uploaded: tuple[Handed, ...]
    mistake: Mistake | None = None
    note: str = ""  # what a correction notice says about it
    unusable: tuple[Checked, ...] = ()  # licences that would do, but for a verdict

    @property
    def by_duty(self) -> bool:
        """The department takes it from the library by law, and the library has it: nobody is asked."""
        return bool(self.spec.duty and self.offers)

    @property
    def id(self) -> str:
        return f"material-{self.spec.key}"

    @property
    def licences(self) -> list[Licence]:
        """Those that are taken."""
        return [offer.licence for offer in self.offers if offer.taken]

    @property
    def accept(self) -> str:
        """What the file chooser of the browser offers; no browser knows OFD by its media type."""
        return ",".join(".ofd" if kind == "ofd" else files.MEDIA_TYPES[kind] for kind in self.spec.upload)

    @property
    def kinds(self) -> str:
        return kinds_of(self.spec)

    @property
    def given(self) -> bool:
        return bool(self.licences or self.uploaded)

    @property
    def uploads(self) -> bool:
        """Whether the place to upload stands open: nothing in the library, a file already there, or one refused."""
        return not self.offers or bool(self.uploaded) or self.mistake is not None

    @property
    def asked_for(self) -> bool:
        """Whether anything is left for the applicant to do or to decide."""
        return not self.by_duty or bool(self.uploaded)


@dataclass
class Taken:
    """What a post handed in, and what was wrong with it by material."""

    handed: list[Handed] = field(default_factory=list)
    mistakes: dict[str, Mistake] = field(default_factory=dict)


def kinds_of(spec: MaterialSpec) -> str:
    """The kinds of files a material takes, in words."""
    return _("、").join(kind.upper() for kind in spec.upload)


def items(
    asked: Iterable[MaterialSpec],
    library: Mapping[str, tuple[Licence, ...]],
    handed: Iterable[Handed],
    *,
    mistakes: Mapping[str, Mistake] | None = None,
    notes: Mapping[str, str] | None = None,
    by_default: bool = False,
    shown: Mapping[UUID, Preview] | None = None,
    unusable: Mapping[str, tuple[Checked, ...]] | None = None,
) -> list[Item]:
    """The materials with what has been handed in so far; `by_default` takes the newest licence of the library for each.

    `shown` are the previews of what the library offers, `unusable` the licences it does not.
    """
    given: dict[str, list[Handed]] = {}
    for each in handed:
        given.setdefault(each.key, []).append(each)
    return [
        Item(
            spec=spec,
            offers=_offers(library.get(spec.key, ()), given.get(spec.key, []), by_default or bool(spec.duty), shown or {}),
            uploaded=tuple(each for each in given.get(spec.key, []) if each.file_digest),
            mistake=(mistakes or {}).get(spec.key),
            note=(notes or {}).get(spec.key, ""),
            unusable=(unusable or {}).get(spec.key, ()),
        )
        for spec in asked
    ]


def _offers(licences: tuple[Licence, ...], given: list[Handed], by_default: bool, shown: Mapping[UUID, Preview]) -> tuple[Offer, ...]:
    chosen = {each.licence_id for each in given}
    if by_default and not given and licences:
        chosen = {licences[0].id}
    return tuple(Offer(licence, licence.id in chosen, shown.get(licence.id)) for licence in licences)


def take(
    request: HttpRequest,
    asked: Iterable[MaterialSpec],
    library: Mapping[str, tuple[Licence, ...]],
    before: Iterable[Handed],
    *,
    by: Actor,
    at: datetime,
    look: Look,
    demanded: bool = True,
) -> Taken:
    """Read one post of the materials, sent by a person. `before` is what had been handed in; `demanded` asks for every required one.

    `look` says what is certainly wrong with a file: a forged one, a licence that has ended. It is told here and not taken.
    """
    taken, earlier = Taken(), list(before)
    for spec in asked:
        wanted = set(request.POST.getlist(f"material.{spec.key}"))
        held = library.get(spec.key, ())
        found = [Handed(key=spec.key, licence_id=each.id) for each in held if str(each.id) in wanted]
        if spec.duty and held and not found:
            found = [Handed(key=spec.key, licence_id=held[0].id)]
        before_it = [each for each in earlier if each.key == spec.key and each.file_digest]
        found += _files(request, spec, before_it, taken, look, by=by, at=at)
        taken.handed += found
        if demanded and spec.required and not found:
            taken.mistakes.setdefault(spec.key, not_given(spec))
    return taken


def _files(
    request: HttpRequest, spec: MaterialSpec, before: list[Handed], taken: Taken, look: Look, *, by: Actor, at: datetime
) -> list[Handed]:
    """Those that were there and are not removed, and those that come with this post; one that is refused does not take the others along."""
    removed = request.POST.getlist(f"material.{spec.key}.remove")
    found = {each.file_digest: each for each in before if each.file_digest not in removed}
    sent: list[UploadedFile] = request.FILES.getlist(f"material.{spec.key}.files") if spec.upload else []
    for file in sent:
        if len(found) >= FILES:
            words = _("“%(name)s”最多 %(count)s 个文件，多的没有收。") % {"name": spec.name, "count": FILES}
            taken.mistakes[spec.key] = Mistake(words)
            break
        try:
            stored = _stored(file, spec, by=by, at=at)
            if wrong := look(spec, stored):
                taken.mistakes[spec.key] = _unfit(stored.file_name, wrong)
            else:
                found[stored.file_digest] = stored
        except files.FileRefused as refusal:
            taken.mistakes[spec.key] = _refused(file.name or "", spec, refusal)
    return list(found.values())


def _stored(file: UploadedFile, spec: MaterialSpec, *, by: Actor, at: datetime) -> Handed:
    name = (file.name or "")[-NAME_LENGTH:]
    assert file.file is not None
    stored = files.store(file.file, name=name, allowed=spec.upload, max_bytes=spec.max_mb * MEGABYTE, by=by, at=at)
    return Handed(key=spec.key, file_digest=stored.digest, file_name=name)


def _unfit(name: str, wrong: str) -> Mistake:
    """A file that is what it is, and is no good here: why, and what to do."""
    return Mistake(_("“%(name)s”没有收下。%(why)s。") % {"name": name, "why": fault_words(wrong)})


def looking(specs: Iterable[MaterialSpec], *, applicant_id: UUID, kind: HolderKind, by: Actor, at: datetime) -> Look:
    """What is certainly wrong with one file, asked of the register as submitting will; empty where nothing is."""
    asked = tuple(specs)

    def look(spec: MaterialSpec, handed: Handed) -> str:
        wrong = case_queries.upload_faults(asked, [handed], applicant_id=applicant_id, kind=kind, by=by, at=at)
        return wrong.get(handed.file_digest, "")

    return look


def _refused(name: str, spec: MaterialSpec, refusal: files.FileRefused) -> Mistake:
    problem = problem_of(refusal)
    words = _("“%(name)s”没有收下：%(title)s。") % {"name": name, "title": problem.title}
    remedy = _("这里收 %(kinds)s，每个最多 %(most)s MB。%(remedy)s")
    return Mistake(words, remedy % {"kinds": kinds_of(spec), "most": spec.max_mb, "remedy": problem.remedy})


def not_given(spec: MaterialSpec) -> Mistake:
    """What to do where nothing was handed in."""
    words = _("请提供“%(name)s”。") % {"name": spec.name}
    return Mistake(words) if spec.upload else Mistake(words, _("它要从证照库里取。还没有这个证照的，请先办理，或者打办理窗口的电话问。"))
