"""Addresses of planning check-ins."""

from django.urls import path

from checkins.views import plan, rest

_DAY = "c/<slug:class_key>/plan/<day:day>/check-ins/"
_SLOT = _DAY + "slots/<slug:slot_key>/"

urlpatterns = [
    path(_DAY, plan.plan_checkins, name="plan_checkins"),
    path(_SLOT, plan.move_slot, name="move_slot"),
    path(_SLOT + "place/", plan.place_slot, name="place_slot"),
    path(_SLOT + "fix/", plan.fix_slot, name="fix_slot"),
    path(_SLOT + "drop/", plan.drop_slot, name="drop_slot"),
    path(_SLOT + "back/", plan.put_back_slot, name="put_back_slot"),
    path(_SLOT + "miss/", rest.miss_slot, name="miss_slot"),
    path(_SLOT + "here/", rest.back_slot, name="back_slot"),
    path(_DAY + "lost/", rest.lose_minutes, name="lose_minutes"),
    path(_DAY + "problem.json", rest.plan_problem, name="plan_problem"),
]
