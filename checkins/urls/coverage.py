from django.urls import path

from checkins.views import coverage as views

urlpatterns = [
    path("school/coverage/", views.coverage, name="coverage"),
    path("school/coverage.csv", views.coverage_csv, name="coverage_csv"),
    path("school/coverage/<slug:class_key>/", views.class_coverage, name="class_coverage"),
]
