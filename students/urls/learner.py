from django.urls import path

from students.views import learner as views
from students.views import my_profile

urlpatterns = [
    path("c/<slug:class_key>/students/", views.students, name="students"),
    path("c/<slug:class_key>/students/find/", views.find_student, name="find_student"),
    path("desks/", views.desks, name="desks"),
    path("caseload/", views.caseload, name="caseload"),
    path("s/<slug:student_key>/", views.learner, name="learner"),
    path("s/<slug:student_key>/edit/", views.edit_student, name="edit_student"),
    path("s/<slug:student_key>/supports/", views.new_support, name="new_support"),
    path(
        "s/<slug:student_key>/supports/<slug:support_key>/end/",
        views.drop_support,
        name="drop_support",
    ),
    path("me/profile/", my_profile.my_profile, name="my_profile"),
    path("me/profile/<slug:card>/", my_profile.profile_card, name="profile_card"),
]
