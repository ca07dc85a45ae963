"""Addresses of surveys."""

from django.urls import URLPattern, URLResolver, path

from pendopo.domains.surveys import views

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("survei/hasil/", views.show_results, name="results"),
    path("survei/indeks/", views.publish_results, name="index"),
    path("survei/<str:token>/", views.answer_survey, name="answer"),
    path("survei/<str:token>/kirim/", views.send_survey, name="send"),
]
