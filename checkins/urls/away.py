"""Addresses of the times when students are elsewhere."""

from django.urls import path

from checkins.views import away

urlpatterns = [
    path("c/<slug:class_key>/students/away/", away.away_times, name="away_times"),
    path("c/<slug:class_key>/students/away/<slug:away_key>/", away.drop_away, name="drop_away"),
]
