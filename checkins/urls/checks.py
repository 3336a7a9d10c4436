"""Addresses of short checks, readiness and surveys."""

from django.urls import path

from checkins.views import check_results, checks

_CHECKS = "c/<slug:class_key>/checks/"
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
]
