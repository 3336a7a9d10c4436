"""Addresses of the goals app."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
