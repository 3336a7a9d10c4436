"""Every address; each app brings its own pages."""

from django.urls import include, path, register_converter

from plc import views
from plc.converters import DayConverter

register_converter(DayConverter, "day")

# Each pattern above the one that fits is tried first: what open pages ask all day stands on top.
urlpatterns = [
    path("", include("checkins.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("display/", views.display, name="display"),
    path("waiting/", views.queue_pass, name="queue_pass"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("students.urls")),
    path("", include("goals.urls")),
    path("", include("choiceboards.urls")),
    path("", include("lessons.urls")),
]

handler404 = "plc.views.not_found"
