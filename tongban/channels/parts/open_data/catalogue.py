"""The catalogue of the open data for programs: DCAT 3 in JSON-LD, columns by CSVW."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.open_data.datasets import DATASETS
from tongban.channels.parts.open_data.files import MEDIA_TYPES

if TYPE_CHECKING:
    from tongban.catalog.terms import DataLicence
    from tongban.channels.parts.open_data.datasets import Dataset

Node = dict[str, Any]
LANGUAGES = {"zh": "zh-hans", "en": "en"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "csvw": "http://www.w3.org/ns/csvw#",
}
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
IANA = "https://www.iana.org/assignments/media-types/"
REGISTERED = ("csv",)  # with IANA; JSON lines is not
TITLE = _("开放数据")
NO_LICENCE = _("本市没有说明使用的条件。")


def catalogue() -> Node:
    """All data sets, with what one may do with them as the city says it; where it says nothing, that it does."""
    city, place = catalog_queries.city(), _absolute(reverse("citizen:data"))
    publisher = {"@type": "foaf:Agent", "foaf:name": _in_both(city.name)}
    about = {"@context": CONTEXT, "@id": place, "@type": "dcat:Catalog", "dcterms:title": _in_both(TITLE), "dcterms:publisher": publisher}
    rights = _rights(city.open_data)
    return (
        about | rights | {"dcterms:language": ["zh", "en"], "dcat:dataset": [_dataset(each, place, publisher, rights) for each in DATASETS]}
    )


def address_of(data: Dataset, form: str) -> str:
    """Where a file of it is read."""
    return _absolute(reverse(getattr(data, form), args=data.arguments))


def _dataset(data: Dataset, place: str, publisher: Node, rights: Node) -> Node:
    return {
        "@id": f"{place}#{data.key}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": data.key,
        "dcterms:title": _in_both(data.title),
        "dcterms:description": _in_both(data.description),
        "dcterms:publisher": publisher,
        "dcterms:accrualPeriodicity": {"@id": FREQUENCY + data.often},
        "dcat:landingPage": {"@id": _absolute(reverse(data.page))},
        "dcat:distribution": [_distribution(data, form, rights) for form in MEDIA_TYPES],
    }


def _distribution(data: Dataset, form: str, rights: Node) -> Node:
    address, kind = {"@id": address_of(data, form)}, MEDIA_TYPES[form]
    told: Node = {"@type": "dcat:Distribution", "dcat:accessURL": address, "dcat:downloadURL": address, **rights}
    told |= {"dcat:mediaType": {"@id": IANA + kind}} if form in REGISTERED else {"dcterms:format": kind}
    columns = [{"csvw:name": name, "dcterms:description": _in_both(words)} for name, words in data.columns.items()]
    return told | {"csvw:tableSchema": {"@type": "csvw:Schema", "csvw:column": {"@list": columns}}}


def _rights(licence: DataLicence | None) -> Node:
    if licence is None:
        return {"dcterms:rights": {"@type": "dcterms:RightsStatement", "rdfs:label": _in_both(NO_LICENCE)}}
    told: Node = {"@type": "dcterms:LicenseDocument", "rdfs:label": _in_both(licence.words)}
    return {"dcterms:license": ({"@id": licence.address} if licence.address else {}) | told}


def _in_both(words: Any) -> list[Node]:
    told = []
    for tag, language in LANGUAGES.items():
        with translation.override(language):
            told.append({"@value": str(words), "@language": tag})
    return told


def _absolute(path: str) -> str:
    return settings.PUBLIC_ADDRESS + path
