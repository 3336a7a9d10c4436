from django.urls import path

from students.views import admin as views

urlpatterns = [
    path("school/classes/", views.classes, name="classes"),
    path("school/classes/<slug:class_key>/", views.class_detail, name="class_detail"),
    path("school/classes/<slug:class_key>/enroll/", views.enroll_student, name="enroll_student"),
    path(
        "school/classes/<slug:class_key>/leave/<slug:student_key>/",
        views.end_enrollment,
        name="end_enrollment",
    ),
    path("school/classes/<slug:class_key>/archive/", views.archive_class, name="archive_class"),
    path("school/people/", views.people, name="people"),
    path("school/people/roles/<int:role_id>/end/", views.end_role, name="end_role"),
    path("school/people/<slug:user_key>/invite/", views.invite_again, name="invite_again"),
    path("school/people/<slug:user_key>/switch/", views.switch_account, name="switch_account"),
    path("school/settings/", views.school_settings, name="school_settings"),
    path("school/settings/terms/", views.new_term, name="new_term"),
    path("school/settings/terms/<int:term_id>/remove/", views.drop_term, name="drop_term"),
    path("school/settings/closed-days/", views.new_closed_day, name="new_closed_day"),
    path(
        "school/settings/closed-days/<int:day_id>/remove/",
        views.drop_closed_day,
        name="drop_closed_day",
    ),
]
