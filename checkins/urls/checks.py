"""Addresses of short checks, readiness and surveys."""

from django.urls import path

from checkins.views import (
    check_results,
    checks,
    district_surveys,
    readiness,
    school_surveys,
    surveys,
)

_CHECKS = "c/<slug:class_key>/checks/"
_SURVEYS = "c/<slug:class_key>/surveys/"
_SURVEY = _SURVEYS + "<slug:survey_key>/"
_CHECK = _CHECKS + "<slug:check_key>/"

urlpatterns = [
    path(_CHECKS, checks.checks, name="checks"),
    path(_CHECKS + "new/", checks.new_check, name="new_check"),
    path(
        _CHECKS + "series/<slug:series_key>/end/", checks.end_check_series, name="end_check_series"
    ),
    path(_CHECK, check_results.check, name="check"),
    path(_CHECK + "edit/", checks.edit_check, name="edit_check"),
    path(_CHECK + "state/", checks.set_check_state, name="set_check_state"),
    path(_CHECK + "grid/", check_results.check_grid, name="check_grid"),
    path(_CHECK + "reteach/", check_results.set_reteach, name="set_reteach"),
    path("me/check/<slug:check_key>/", check_results.my_check, name="my_check"),
    path("c/<slug:class_key>/readiness/", readiness.readiness, name="readiness"),
    path("me/readiness/", readiness.my_readiness, name="my_readiness"),
    path(_SURVEYS, surveys.class_surveys, name="class_surveys"),
    path(_SURVEY, surveys.class_survey, name="class_survey"),
    path(_SURVEY + "close/", surveys.close_class_survey, name="close_class_survey"),
    path("s/<slug:student_key>/surveys/", surveys.student_surveys, name="student_surveys"),
    path("me/survey/<slug:survey_key>/", surveys.my_survey, name="my_survey"),
    path("school/surveys/", school_surveys.surveys, name="surveys"),
    path("district/surveys/", district_surveys.district_surveys, name="district_surveys"),
    path(
        "district/surveys.csv", district_surveys.district_surveys_csv, name="district_surveys_csv"
    ),
    path("school/surveys.csv", school_surveys.surveys_csv, name="surveys_csv"),
    path(
        "school/surveys/<slug:survey_key>/close/", school_surveys.close_survey, name="close_survey"
    ),
]
