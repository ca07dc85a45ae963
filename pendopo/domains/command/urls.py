"""Addresses of command."""

from django.urls import path

from pendopo.domains.command.views import everybody, officers

app_name = "command"
_CENTRE = "pusat-kendali/"
urlpatterns = [
    path(_CENTRE, officers.show_page, name="page"),
    path(f"{_CENTRE}papan/", officers.part, name="part"),
    path(f"{_CENTRE}dinding/", officers.show_wall, name="wall"),
    path(f"{_CENTRE}peringatan/", officers.show_alerts, name="alerts"),
    path(f"{_CENTRE}peringatan/<int:pk>/tangani/", officers.acknowledge, name="acknowledge"),
    path("terbuka/", everybody.show, name="open"),
    path("terbuka/peristiwa/", everybody.show_feed, name="feed"),
    path("terbuka/peristiwa.json", everybody.feed, name="feed_json"),
]
