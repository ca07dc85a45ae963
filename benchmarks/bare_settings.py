"""The floor of case_creation: the same database, Django's default middleware, one bare view."""

from pendopo.project.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_view"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # allauth is installed and does not start without it.
    "allauth.account.middleware.AccountMiddleware",
]
