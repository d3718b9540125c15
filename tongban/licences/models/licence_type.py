"""Kinds of licences (证照类型), loaded with the city."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.identity.terms import HolderKind
from tongban.kernel.bilingual import Bilingual
from tongban.licences import rules, terms


class LicenceType(models.Model):
    """`fields` is a list of [key, label], because the face keeps their order and jsonb objects do not."""

    code = models.CharField(max_length=20, primary_key=True)
    national_code = models.CharField(max_length=21)
    name = models.JSONField()
    department = models.CharField(max_length=60)
    holder_kinds = ArrayField(models.CharField(max_length=12))
    fields = models.JSONField()
    labels = models.JSONField(default=dict)
    number_prefix = models.CharField(max_length=40, blank=True)
    basis = models.JSONField()
    schema_text = models.TextField(blank=True, default="", db_default="")  # a text, because jsonb would not keep the order of its keys
    entry = models.JSONField(  # the other elements of GB/T 36902
        default=dict,
        db_default=models.Value({}, models.JSONField()),  # pyright: ignore[reportCallIssue, reportArgumentType]  not in the stubs
    )
    digest = models.CharField(max_length=64)

    LOADED = (
        "national_code",
        "name",
        "department",
        "holder_kinds",
        "fields",
        "labels",
        "number_prefix",
        "basis",
        "schema_text",
        "entry",
        "digest",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(national_code__regex=r"^[0-9A-Z]{21}$"), name="licences_type_national_code"),
            models.CheckConstraint(condition=models.Q(holder_kinds__len__gt=0), name="licences_type_has_holder_kinds"),
        )

    def __str__(self) -> str:
        return self.code

    @classmethod
    def of(cls, kind: terms.LicenceType) -> LicenceType:
        spec: dict[str, Any] = {
            "code": kind.code,
            "national_code": kind.national_code,
            "name": _pair(kind.name),
            "department": kind.department,
            "holder_kinds": sorted(kind.holder_kinds),
            "fields": [[key, _pair(label)] for key, label in kind.fields.items()],
            "labels": {key: {value: _pair(label) for value, label in values.items()} for key, values in kind.labels.items()},
            "number_prefix": kind.number_prefix,
            "basis": _pair(kind.basis),
            "schema_text": kind.schema_text,
            "entry": _entry(kind.entry),
        }
        return cls(**spec, digest=hashlib.sha256(rules.canonical(spec)).hexdigest())

    def as_term(self) -> terms.LicenceType:
        return terms.LicenceType(
            code=self.code,
            national_code=self.national_code,
            name=Bilingual.of(self.name),
            department=self.department,
            holder_kinds=frozenset(HolderKind(each) for each in self.holder_kinds),
            fields={key: Bilingual.of(label) for key, label in self.fields},
            labels={key: {value: Bilingual.of(label) for value, label in values.items()} for key, values in self.labels.items()},
            number_prefix=self.number_prefix,
            basis=Bilingual.of(self.basis),
            schema_text=self.schema_text,
            entry=_read(self.entry),
        )


def _pair(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _entry(entry: terms.CatalogueEntry) -> dict[str, Any]:
    body = entry.defined_by
    return {
        "category": entry.category.value,
        "defined_by": {"name": _pair(body.name), "code": body.code, "level": body.level.value},
        "issuing_level": entry.issuing_level.value,
        "validity": _pair(entry.validity),
        "services": [{"code": each.code, "name": _pair(each.name)} for each in entry.services],
        "face": entry.face,
        "version": entry.version,
        "state": entry.state.value,
        "correction_days": entry.correction_days,
    }


def _read(stored: dict[str, Any]) -> terms.CatalogueEntry:
    if not stored:
        return terms.CatalogueEntry()
    body = stored["defined_by"]
    return terms.CatalogueEntry(
        category=terms.Category(stored["category"]),
        defined_by=terms.DefiningBody(Bilingual.of(body["name"]), body["code"], terms.Level(body["level"])),
        issuing_level=terms.Level(stored["issuing_level"]),
        validity=Bilingual.of(stored["validity"]),
        services=tuple(terms.RelatedService(each["code"], Bilingual.of(each["name"])) for each in stored["services"]),
        face=stored["face"],
        version=stored["version"],
        state=terms.CatalogueState(stored["state"]),
        correction_days=stored["correction_days"],
    )
