"""Django's settings, made of the environment's."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from whydesk.config import database
from whydesk.config.environment import read_settings
from whydesk.config.keys import read_key

ENVIRONMENT: dict[str, Any] = read_settings()
DATA: Path = ENVIRONMENT["WHYDESK_DATA"]
PUBLIC_URL: str = ENVIRONMENT["WHYDESK_URL"]
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = read_key(ENVIRONMENT)
DEBUG = False
_host = urlsplit(PUBLIC_URL).hostname or "localhost"
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "whydesk.history",
    "whydesk.people",
    "whydesk.customers",
    "whydesk.mailroom",
    "whydesk.tickets",
    "whydesk.notices",
    "whydesk.briefs",
    "whydesk.goodwill",
    "whydesk.desk",
    "whydesk.wishes",
    "whydesk.care",
    "whydesk.incidents",
    "whydesk.automations",
    "whydesk.web",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "whydesk.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "whydesk.web.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "whydesk.web.middleware.ReaderLocale",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "whydesk.web.urls"
ASGI_APPLICATION = "whydesk.config.asgi.application"
AUTH_USER_MODEL = "people.Agent"
AUTHENTICATION_BACKENDS = ["whydesk.web.sessions.Agents"]
SESSION_ENGINE = "whydesk.web.sessions"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": database.connection_settings(
        database.database_url(ENVIRONMENT),
        most=8 + max(ENVIRONMENT["WHYDESK_WEB_THREADS"], ENVIRONMENT["WHYDESK_WORKER_JOBS"]),
    )
}

# Our tags of translation stand in for Django's of the same name.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "whydesk.web.templatetags.phrases"},
            "builtins": ["whydesk.web.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "whydesk.web.context.desk",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = ENVIRONMENT["WHYDESK_LANGUAGE"]
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("pt-br", "Português (Brasil)")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["whydesk.config.formats"]
TIME_ZONE = ENVIRONMENT["WHYDESK_TIME_ZONE"]
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENVIRONMENT["WHYDESK_ATTACHMENTS"] or DATA / "files"},
    },
    "staticfiles": {"BACKEND": "whydesk.web.storage.StaticFiles"},
}
if ENVIRONMENT["WHYDESK_ATTACHMENTS"].startswith("s3://"):
    _bucket = urlsplit(ENVIRONMENT["WHYDESK_ATTACHMENTS"])
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket.netloc,
            "location": _bucket.path.strip("/"),
            "querystring_auth": True,
            "file_overwrite": True,
            # A file larger than this passes through a file on disk, not through memory.
            "max_memory_size": 1024 * 1024,
        },
    }

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if PUBLIC_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_trace": {"()": "whydesk.config.logs.WithoutTrace"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_trace"],
        }
    },
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT["WHYDESK_LOG"]},
    # A job's line carries its arguments; at INFO there is one for every mail.
    # Addresses of messengers carry their keys, and urllib3 writes each address it asks.
    "loggers": {"procrastinate": {"level": "WARNING"}, "urllib3": {"level": "ERROR"}},
}
