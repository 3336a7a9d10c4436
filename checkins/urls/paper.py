"""Addresses of the day on paper."""

from django.urls import path

from checkins.views import paper

_DAY = "c/<slug:class_key>/paper/<day:day>/"

urlpatterns = [
    path(_DAY, paper.day_sheet, name="day_sheet"),
    path(_DAY + "cards/", paper.checkin_cards, name="checkin_cards"),
    path(_DAY + "type-back/", paper.type_back, name="type_back"),
]
