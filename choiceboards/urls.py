"""Addresses of the choiceboards app."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
