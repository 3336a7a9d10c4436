"""Addresses of an adult's calendar, and of the calendar itself."""

from django.urls import path

from checkins.views import calendar as views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/new/", views.new_calendar, name="new_calendar"),
    path("calendar/off/", views.drop_calendar, name="drop_calendar"),
    path("cal/<slug:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("cal/mail/<str:ticket>/", views.stop_digest, name="stop_digest"),
]
