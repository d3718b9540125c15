"""Open data of the city: which data sets there are, and each of them as a file, streamed a row at a time. Open to everybody."""

from typing import Self

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import moment
from tongban.channels.parts.open_data.catalogue import NO_LICENCE, address_of
from tongban.channels.parts.open_data.datasets import BY_KEY, DATASETS, Dataset
from tongban.channels.parts.open_data.files import require_turn, streamed
from tongban.channels.rest.board_data import CSV, LINES
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.words import Words
from tongban.kernel import rates

router = Router(tags=["data"], auth=None)


class DatasetShape(Schema):
    """A data set: what it holds, how often it changes, what each column means."""

    key: str
    title: Words
    description: Words
    updated: Words
    csv: str
    jsonl: str
    columns: dict[str, Words]

    @classmethod
    def of(cls, data: Dataset) -> Self:
        return cls(
            key=data.key,
            title=Words.in_both(data.title),
            description=Words.in_both(data.description),
            updated=Words.in_both(data.often_words),
            csv=address_of(data, "csv"),
            jsonl=address_of(data, "jsonl"),
            columns={name: Words.in_both(words) for name, words in data.columns.items()},
        )


class CatalogueShape(Schema):
    """All data sets, and what one may do with them as the city says it. `licence_address` is empty unless the city names one."""

    licence: Words
    licence_address: str
    datasets: list[DatasetShape]


@router.get("/data", response=CatalogueShape, summary=_("开放数据目录；/data/catalog.json 是同样的内容，按 DCAT 3"))
def data_catalogue(request: HttpRequest) -> CatalogueShape:
    licence = catalog_queries.city().open_data
    return CatalogueShape(
        licence=Words.of(licence.words) if licence else Words.in_both(NO_LICENCE),
        licence_address=licence.address if licence else "",
        datasets=[DatasetShape.of(each) for each in DATASETS],
    )


@router.get(
    "/data/{key}.csv",
    summary=_("一个数据集，CSV（UTF-8）；以 = + - @ 开头的文字前面加一个单引号"),
    openapi_extra=refuses(rates.TooOften, codes=("not-found",), document=CSV),
)
def data_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    return _file(request, key, "csv")


@router.get(
    "/data/{key}.jsonl",
    summary=_("一个数据集，每行一个 JSON 对象"),
    openapi_extra=refuses(rates.TooOften, codes=("not-found",), document=LINES),
)
def data_jsonl(request: HttpRequest, key: str) -> StreamingHttpResponse:
    return _file(request, key, "jsonl")


def _file(request: HttpRequest, key: str, form: str) -> StreamingHttpResponse:
    data = BY_KEY.get(key)
    if data is None:
        raise Http404(key)
    require_turn(request)
    return streamed(request, data, "csv" if form == "csv" else "jsonl", data.rows(moment(request)))
