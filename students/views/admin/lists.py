"""What the three rooms of the school office share: pages of a list, and words to narrow it by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from students.forms.admin import FilterForm

A_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """The page asked for; a number that makes no sense is the first or the last page."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def words_of(request: HttpRequest) -> str:
    """What the list is narrowed by, or nothing."""
    form = FilterForm(request.GET)
    return form.cleaned_data["q"].strip() if form.is_valid() else ""


def narrowed(words: str) -> dict[str, str]:
    """The context of a list that can be narrowed: the words, and how its next page keeps them."""
    return {"q": words, "query": urlencode({"q": words}) + "&" if words else ""}
