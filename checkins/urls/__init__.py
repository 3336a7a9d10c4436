"""Addresses of the checkins app, by room; the day's own first, which open pages ask all day."""

from checkins.urls import away, calendar, checks, coverage, day, kept, paper, plan, school_day

urlpatterns = [
    *day.urlpatterns,
    *plan.urlpatterns,
    *paper.urlpatterns,
    *away.urlpatterns,
    *calendar.urlpatterns,
    *checks.urlpatterns,
    *kept.urlpatterns,
    *coverage.urlpatterns,
    *school_day.urlpatterns,
]
