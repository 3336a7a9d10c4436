"""Addresses of planning check-ins."""

from django.urls import path

from checkins.views import plan

_DAY = "c/<slug:class_key>/plan/<day:day>/check-ins/"
_SLOT = _DAY + "slots/<slug:slot_key>/"

urlpatterns = [
    path(_DAY, plan.plan_checkins, name="plan_checkins"),
    path(_SLOT, plan.move_slot, name="move_slot"),
    path(_SLOT + "place/", plan.place_slot, name="place_slot"),
    path(_SLOT + "fix/", plan.fix_slot, name="fix_slot"),
    path(_SLOT + "drop/", plan.drop_slot, name="drop_slot"),
]
