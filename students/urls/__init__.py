"""Addresses of the students app, by room."""

from students.urls import admin, learner, roster_import, sign_in

urlpatterns = [
    *sign_in.urlpatterns,
    *admin.urlpatterns,
    *learner.urlpatterns,
    *roster_import.urlpatterns,
]
