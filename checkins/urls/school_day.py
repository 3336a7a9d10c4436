"""Addresses of a day of the whole school."""

from django.urls import path

from checkins.views import school_day as views

_DAY = "school/days/<day:day>/"
_CLASS = _DAY + "<slug:class_key>/"

urlpatterns = [
    path(_DAY, views.school_day, name="school_day"),
    path(_DAY + "plan/", views.school_day_plan, name="school_day_plan"),
    path(_CLASS, views.school_day_class, name="school_day_class"),
    path(_CLASS + "offers/<slug:offer_key>/", views.school_day_offer, name="school_day_offer"),
    path(
        _CLASS + "offers/<slug:offer_key>/withdraw/",
        views.withdraw_offer,
        name="withdraw_offer",
    ),
]
