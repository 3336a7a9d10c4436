"""Addresses of the goals app."""

from django.urls import path

from goals import views

urlpatterns = [
    path("s/<slug:student_key>/goals/", views.student_goals, name="student_goals"),
    path("s/<slug:student_key>/goals/new/", views.new_goal, name="new_goal"),
    path("s/<slug:student_key>/goals/<slug:goal_key>/edit/", views.edit_goal, name="edit_goal"),
    path("s/<slug:student_key>/goals/<slug:goal_key>/close/", views.close_goal, name="close_goal"),
    path("s/<slug:student_key>/steps/<slug:step_key>/", views.tick_step, name="tick_step"),
    path("me/goals/", views.my_goals, name="my_goals"),
    path("me/goals/steps/<slug:step_key>/", views.tick_my_step, name="tick_my_step"),
    path("me/mood/", views.my_mood, name="my_mood"),
    path("me/wonder/", views.my_wonder, name="my_wonder"),
]
