"""Addresses of the checkins app, by room."""

from checkins.urls import calendar, coverage, day, plan

urlpatterns = [*calendar.urlpatterns, *plan.urlpatterns, *day.urlpatterns, *coverage.urlpatterns]
