"""Addresses of the checkins app, by room."""

from checkins.urls import coverage, day, plan

urlpatterns = [*plan.urlpatterns, *day.urlpatterns, *coverage.urlpatterns]
