from django.urls import path

from students.views.admin import classes, district, people, school

_CLASS = "school/classes/<slug:class_key>/"
_PERSON = "school/people/<slug:user_key>/"

urlpatterns = [
    path("school/classes/", classes.classes, name="classes"),
    path(_CLASS, classes.class_detail, name="class_detail"),
    path(f"{_CLASS}enroll/", classes.enroll_student, name="enroll_student"),
    path(f"{_CLASS}leave/<slug:student_key>/", classes.end_enrollment, name="end_enrollment"),
    path(f"{_CLASS}archive/", classes.archive_class, name="archive_class"),
    path("school/people/", people.people, name="people"),
    path("school/people/end-role/", people.end_role, name="end_role"),
    path("school/people/invite/", people.invite_all, name="invite_all"),
    path(f"{_PERSON}invite/", people.invite_again, name="invite_again"),
    path(f"{_PERSON}switch/", people.switch_account, name="switch_account"),
    path("district/schools/", district.district_schools, name="district_schools"),
    path("district/admins/", district.name_district_admin, name="name_district_admin"),
    path("district/admins/end/", district.end_district_admin, name="end_district_admin"),
    path("school/settings/", school.school_settings, name="school_settings"),
    path("school/settings/terms/", school.new_term, name="new_term"),
    path("school/settings/terms/remove/", school.drop_term, name="drop_term"),
    path("school/settings/closed-days/", school.new_closed_day, name="new_closed_day"),
    path("school/settings/closed-days/remove/", school.drop_closed_day, name="drop_closed_day"),
]
