"""Every address of the site, domain by domain."""

from django.urls import URLPattern, URLResolver, include, path

from pendopo.project.demo import views as demo

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/masuk/", demo.parts, name="demo_parts"),
    path("demo/masuk/sebagai/", demo.sign_in, name="demo_sign_in"),
    path("demo/pesan/", demo.mailbox, name="demo_mailbox"),
    # What is asked most is found first.
    path("", include("pendopo.domains.cases.urls")),
    path("", include("pendopo.shell.urls")),
    path("", include("pendopo.domains.people.urls")),
    path("", include("pendopo.domains.documents.urls")),
    path("", include("pendopo.domains.notices.urls")),
    path("", include("pendopo.domains.bookings.urls")),
    path("", include("pendopo.domains.surveys.urls")),
    path("", include("pendopo.domains.command.urls")),
    path("", include("pendopo.domains.evaluation.urls")),
    path("", include("pendopo.kernel.calendar.urls")),
    path("", include("pendopo.kernel.ledger.urls")),
    path("", include("pendopo.kernel.files.urls")),
    path("", include("pendopo.kernel.intake.urls")),
]
