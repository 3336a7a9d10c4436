"""Addresses of the lessons app."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
