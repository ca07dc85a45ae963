"""One settings file; everything that differs between installations comes from PENDOPO_* variables.

docs/reference/settings.md lists them. Nothing here is read except through `django.conf`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pendopo.project import databases, env, logs, mail, secrets, sso

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DATA_DIR = env.path("DATA", BASE_DIR / "data")
# Sessions and personal data lie below it: other accounts of the machine have no business there.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
# Keys live outside the database and outside its backup (docs/adr/0006).
KEYS_DIR = env.path("KEYS", DATA_DIR / "keys")
FILES_DIR = env.path("FILES", DATA_DIR / "files")
HEADS_DIR = env.path("HEADS", DATA_DIR / "heads")
LAKE_DIR = env.path("LAKE", DATA_DIR / "lake")
MAIL_DIR = DATA_DIR / "mail"
CONTENT_DIR = env.path("CONTENT", BASE_DIR / "content")
VENDOR_DIR = env.path("VENDOR", BASE_DIR / "build" / "vendor")

DEBUG = env.flag("DEBUG")
SECRET_KEY = secrets.secret_key(KEYS_DIR)

# The address people type; QR codes and links in letters and e-mail are built from it.
PUBLIC_ADDRESS = env.text("ADDRESS", "http://127.0.0.1:8000").rstrip("/")
_address = urlsplit(PUBLIC_ADDRESS)
ALLOWED_HOSTS = [_address.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
_https = _address.scheme == "https"

# Demo sign-in needs this, a database created as demo, and a request from this machine.
DEMO = env.flag("DEMO")

GOVERNMENT = env.text("GOVERNMENT", "batu-bara")

# Letters are signed by "sandbox" (own certificates, marked SIMULASI) or "bsre". A fault plays a
# failure of the sandbox: "lost-answer" or "expired".
SIGNING = env.text("SIGNING", "sandbox")
SIGNING_FAULT = env.text("SIGNING_FAULT")
BSRE_ADDRESS = env.text("BSRE_ADDRESS")
BSRE_USER = env.text("BSRE_USER")
BSRE_PASSWORD = env.text("BSRE_PASSWORD")
BSRE_TIMEOUT = float(env.text("BSRE_TIMEOUT", "30"))

# Days. A done delivery is kept to look back at, when somebody asks whether a message ever went
# out; a receipt so long that every device has given up repeating (kernel/intake/keeping.py).
KEEP_DELIVERIES_DAYS = int(env.text("KEEP_DELIVERIES", "30"))
KEEP_RECEIPTS_DAYS = int(env.text("KEEP_RECEIPTS", "120"))
# Whole days that must lie between a week and its place in the public feed; never fewer than one.
FEED_DELAY_DAYS = int(env.text("FEED_DELAY", "3"))

INSTALLED_APPS = [
    "pendopo.project",
    "pendopo.domains.people",
    "pendopo.domains.notices",
    "pendopo.domains.documents",
    "pendopo.domains.cases",
    "pendopo.domains.bookings",
    "pendopo.domains.surveys",
    "pendopo.domains.command",
    "pendopo.domains.evaluation",
    "pendopo.shell",
    "pendopo.kernel.access",
    "pendopo.kernel.calendar",
    "pendopo.kernel.content",
    "pendopo.kernel.files",
    "pendopo.kernel.intake",
    "pendopo.kernel.lake",
    "pendopo.kernel.ledger",
    "pendopo.kernel.privacy",
    "pendopo.kernel.search",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "pendopo.shell.middleware.Steady",
    "pendopo.shell.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pendopo.domains.people.middleware.ActorMiddleware",
    "pendopo.shell.middleware.Language",
    "pendopo.shell.middleware.DomainErrors",
    "pendopo.shell.middleware.StorableText",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "pendopo.project.urls"
WSGI_APPLICATION = "pendopo.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "pendopo.shell.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "pendopo.shell.templatetags.pendopo",
                "pendopo.shell.templatetags.components",
            ],
        },
    }
]

DATABASES = {"default": databases.parse(env.text("DATABASE"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["pendopo.domains.people.hooks.backends.AccountBackend"]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/"

# Codes open accounts (people.actions.codes); allauth runs sessions, second factors and the SSO.
ACCOUNT_ADAPTER = "pendopo.domains.people.hooks.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Counted per account, never per address: a village may share one.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key", "reauthenticate": "10/5m/user"}
MFA_ADAPTER = "pendopo.domains.people.hooks.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "pendopo.domains.people.forms.SecondFactorForm",
    "reauthenticate": "pendopo.domains.people.forms.SecondFactorAgainForm",
    "activate_totp": "pendopo.domains.people.forms.AppForm",
    "add_webauthn": "pendopo.domains.people.forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_TOTP_ISSUER = "Pendopo"
# One step of 30 seconds to either side: clocks of cheap phones drift.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
SOCIALACCOUNT_ADAPTER = "pendopo.domains.people.hooks.adapters.SsoAdapter"
SOCIALACCOUNT_EMAIL_REQUIRED = False
# A link, not a form: our form-action policy would stop the redirect; the state guards the answer.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = sso.providers()

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "pendopo" / "shell" / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC", BASE_DIR / "build" / "static")
STATICFILES_DIRS = [("vendor", VENDOR_DIR)] if VENDOR_DIR.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "pendopo.shell.storage.CollectedStaticFiles"},
}
# A fresh checkout and the tests serve files that were not collected under their plain names.
WHITENOISE_USE_FINDERS = True

SESSION_ENGINE = "pendopo.kernel.access.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
# pendopo.js renews the token of a form that stayed open across a sign-in.
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "pendopo.shell.views.csrf_failure"
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

_mail = mail.parse(env.text("MAIL"))
EMAIL_BACKEND = _mail.backend
EMAIL_FILE_PATH = MAIL_DIR
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.use_tls, _mail.use_ssl
EMAIL_TIMEOUT = 10
# A gateway for WhatsApp and SMS; empty means the sandbox in a demo, and none elsewhere.
MESSAGING_URL = env.text("MESSAGING_URL")
MESSAGING_TOKEN = env.text("MESSAGING_TOKEN")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "pendopo@example.invalid")

LOGGING = logs.config(env.text("LOG", "WARNING"))
