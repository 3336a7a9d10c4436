"""Addresses of the day: the class's first page, its plan, and a student's own day."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from lessons import views

blocks: list[URLPattern] = [
    path("new/", views.new_block, name="new_block"),
    path("<slug:block_key>/", views.edit_block, name="edit_block"),
    path("<slug:block_key>/resize/", views.resize_block, name="resize_block"),
    path("<slug:block_key>/spark/", views.take_up_spark, name="take_up_spark"),
    path("<slug:block_key>/remove/", views.remove_block, name="remove_block"),
    path("<slug:block_key>/back/", views.put_back_block, name="put_back_block"),
]
day: list[URLPattern | URLResolver] = [
    path("", views.plan_day, name="plan_day"),
    path("new/", views.new_plan, name="new_plan"),
    path("blocks/", include(blocks)),
    path("repair/", views.repair_plan, name="repair_plan"),
    path("undo/", views.undo_plan, name="undo_plan"),
    path("ready/", views.mark_ready, name="mark_ready"),
    path("print/", views.print_plan, name="print_plan"),
]
urlpatterns = [
    path("c/<slug:class_key>/", views.today, name="today"),
    path("c/<slug:class_key>/plan/", views.plan, name="plan"),
    path("c/<slug:class_key>/plan/<day:day>/", include(day)),
    path("school/days/", views.school_days, name="school_days"),
    path("me/", views.my_day, name="my_day"),
]
