"""Settings from the environment, safe where nothing is said.

`SUPPORTFIRST_DEMO=1` is the sample site: it runs on loopback alone and refuses real pupils. Without it
a secret key and the host names must be given.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from supportfirst.casework.project.database import database_from
from supportfirst.casework.project.environment import SettingMissing, listed, switched_on
from supportfirst.casework.project.mail import mail_server_from

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SUPPORTFIRST_DATA", Path.cwd() / "out" / "site"))

DEMO = switched_on("SUPPORTFIRST_DEMO")
# The sample's clock stands where its story stopped, and runs from there; a real site's is the clock's own.
CLOCK_AHEAD = (
    timedelta(seconds=float(os.environ.get("SUPPORTFIRST_SAMPLE_AHEAD", "0"))) if DEMO else timedelta()
)
DEBUG = False
SECRET_KEY = os.environ.get("SUPPORTFIRST_SECRET_KEY", "")
if not SECRET_KEY:
    if not DEMO:
        raise SettingMissing("SUPPORTFIRST_SECRET_KEY", "a long random text, kept secret and kept the same")
    SECRET_KEY = "for the sample site on this machine alone"  # noqa: S105  it guards invented pupils
# Keys that were the site's: what they signed and sealed can still be read.
SECRET_KEY_FALLBACKS = listed("SUPPORTFIRST_OLD_SECRET_KEYS")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = LOOPBACK if DEMO else listed("SUPPORTFIRST_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in listed("SUPPORTFIRST_HOSTS")]

INSTALLED_APPS = [
    "supportfirst.casework.console",  # first: its commands stand before Django's of the same name
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "supportfirst.casework.store",
    "supportfirst.casework.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "supportfirst.casework.web.middleware.WhoIsAsking",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "supportfirst.casework.project.urls"
WSGI_APPLICATION = "supportfirst.casework.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["supportfirst.casework.web.templatetags.times"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "supportfirst.casework.web.context.site",
            ],
        },
    },
]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
# A whole school sits behind one address: a lock is on a name from an address, never on an address alone.
AXES_USERNAME_FORM_FIELD = "username"  # as `authenticate` is told it; else failures would have no name
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "supportfirst.casework.access.locks.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# A name that fails from ever new addresses: after so many failures within an hour a pause follows each. A
# browser that signed in to the name before is spared, so that a stranger keeps nobody out.
NAME_FAILURES_BEFORE_PAUSES, NAME_PAUSE = 50, 30  # seconds
CODES_FOR_ONE_PASSWORD = 10  # wrong codes of the second step, until the password is asked for again
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "supportfirst.casework.web.views.signing_in.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # so that the time the page says holds
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # counted by day beside the audit trail
AXES_DISABLE_ACCESS_LOG = True  # who signed in stands in the audit trail
# Names and addresses stay out of the logs, and what was typed out of the rows of failures.
AXES_CLIENT_STR_CALLABLE = "supportfirst.casework.access.locks.nobody_named"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "email", "code", "csrfmiddlewaretoken"]
# Numbers without names show no group of fewer pupils: our own bound, above the counts of one or two that
# published statistics of attendance keep back.
SMALLEST_GROUP = 10
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # how long a link to set a password is good for

CSRF_FAILURE_VIEW = "supportfirst.casework.web.views.errors.form_out_of_date"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# What is said after an action may name a child: it waits on the server, not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
BEHIND_PROXY = switched_on("SUPPORTFIRST_BEHIND_PROXY")
if BEHIND_PROXY:  # only then can nobody else say it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# Nothing leaves the sample site: its mail is files.
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if DEMO else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "outbox"
MAIL_SERVER = None if DEMO else mail_server_from(os.environ.get("SUPPORTFIRST_SMTP", ""))
MESSAGES_LEAVE = MAIL_SERVER is not None  # without a server messages to families are kept, and said to be
EMAIL_HOST = os.environ.get("SUPPORTFIRST_MAIL_HOST", "localhost")
if MAIL_SERVER is not None:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starttls, MAIL_SERVER.tls
EMAIL_TIMEOUT = 30  # seconds, well within a worker's lease
TEXT_GATEWAY = os.environ.get("SUPPORTFIRST_TEXT_GATEWAY", "")  # such as {number}@texts.example.org
REPLIES_TO = os.environ.get("SUPPORTFIRST_REPLIES_TO", "")  # the mailbox that `read_replies` is given
# Letters by GOV.UK Notify instead of the mail server; blank: it is not used, and a letter's page says why.
NOTIFY_KEY = "" if DEMO else os.environ.get("SUPPORTFIRST_NOTIFY_KEY", "")
NOTIFY_TEMPLATE = os.environ.get("SUPPORTFIRST_NOTIFY_TEMPLATE", "")  # it bears ((school)), ((link))
NOTIFY_CALLBACK_TOKEN = os.environ.get("SUPPORTFIRST_NOTIFY_CALLBACK_TOKEN", "")
NOTIFY_ADDRESS = os.environ.get("SUPPORTFIRST_NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk")
DEFAULT_FROM_EMAIL = os.environ.get("SUPPORTFIRST_MAIL_FROM", "supportfirst@example.org")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "uploads", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEMO or switched_on("SUPPORTFIRST_PLAIN_STATIC"):
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    STATIC_ROOT = None  # type: ignore[assignment]  # nothing is collected: files are served from where they are
WATCHED_FOLDER = os.environ.get("SUPPORTFIRST_WATCHED", "")  # where other systems write registers
UPLOADS_KEPT_DAYS = int(os.environ.get("SUPPORTFIRST_UPLOAD_DAYS", "90"))  # then their bytes are deleted
JOBS_KEPT_DAYS = int(os.environ.get("SUPPORTFIRST_JOB_DAYS", "30"))  # after they ended; then they are deleted
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a worklist acted on at once
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"links": {"()": "supportfirst.casework.project.logged_addresses.WithoutLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {  # those that write the address which was asked for
        "django.request": {"filters": ["links"]},
        "django.security.csrf": {"filters": ["links"]},
        "django.server": {"handlers": ["console"], "filters": ["links"]},
    },
}
