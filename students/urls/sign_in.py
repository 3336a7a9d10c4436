from django.urls import path

from students.views import class_sign_in, setup
from students.views import sign_in as views

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/", setup.setup, name="setup"),
    path("in/", views.sign_in, name="sign_in"),
    path("in/<slug:code>/", views.find_picture, name="find_picture"),
    path("in/<slug:code>/<slug:seat>/", views.secret_pictures, name="secret_pictures"),
    path("k/<slug:token>/", views.card_sign_in, name="card_sign_in"),
    path("out/", views.student_sign_out, name="student_sign_out"),
    path("c/<slug:class_key>/sign-in/", class_sign_in.class_sign_in, name="class_sign_in"),
    path("c/<slug:class_key>/sign-in/code/", class_sign_in.set_code, name="set_code"),
    path("c/<slug:class_key>/sign-in/end/", class_sign_in.end_sign_in, name="end_sign_in"),
    path(
        "c/<slug:class_key>/sign-in/again/<slug:student_key>/",
        class_sign_in.try_again,
        name="try_again",
    ),
    path("c/<slug:class_key>/sign-in/secrets/", class_sign_in.new_secrets, name="new_secrets"),
    path("c/<slug:class_key>/sign-in/cards/", class_sign_in.sign_in_cards, name="sign_in_cards"),
]
