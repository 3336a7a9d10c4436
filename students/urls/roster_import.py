from django.urls import path

from students.views import roster_import

_CLASS = "c/<slug:class_key>/students/import/"
_SCHOOL = "school/import/"
_UPLOAD = "<slug:upload_key>/"

urlpatterns = [
    path(_CLASS, roster_import.import_class_list, name="import_class_list"),
    path(f"{_CLASS}{_UPLOAD}", roster_import.import_class_step, name="import_class_step"),
    path(f"{_CLASS}{_UPLOAD}done/", roster_import.import_class_done, name="import_class_done"),
    path(_SCHOOL, roster_import.import_roster, name="import_roster"),
    path(f"{_SCHOOL}{_UPLOAD}", roster_import.import_school_step, name="import_school_step"),
    path(f"{_SCHOOL}{_UPLOAD}done/", roster_import.import_school_done, name="import_school_done"),
]
