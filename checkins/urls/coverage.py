from django.urls import path

from checkins.views import coverage, coverage_class, coverage_district, coverage_files

HOME = "school/coverage/"

urlpatterns = [
    path(HOME, coverage.coverage, name="coverage"),
    path("school/coverage.csv", coverage_files.coverage_csv, name="coverage_csv"),
    path(f"{HOME}waiting/", coverage.coverage_waiting, name="coverage_waiting"),
    path(f"{HOME}waiting.csv", coverage_files.waiting_csv, name="waiting_csv"),
    path(
        f"{HOME}schools/<slug:school_key>/",
        coverage_district.school_coverage,
        name="school_coverage",
    ),
    path(
        f"{HOME}schools/<slug:school_key>.csv",
        coverage_files.school_coverage_csv,
        name="school_coverage_csv",
    ),
    path(f"{HOME}<slug:class_key>/", coverage_class.class_coverage, name="class_coverage"),
    path(f"{HOME}<slug:class_key>.csv", coverage_files.class_csv, name="class_csv"),
    path("c/<slug:class_key>/coverage/", coverage_class.team_coverage, name="team_coverage"),
    path("c/<slug:class_key>/coverage.csv", coverage_files.team_csv, name="team_csv"),
]
