"""Settings, from the environment only; safe by default. The variables: docs/deploy.md.

Three ways to run: production (nothing set but what docs/deploy.md asks for), `DEBUG=1` for
development, and `DEMO=1`, set by `manage.py demo`, which serves production code on this machine
alone, over plain HTTP, with a clock of its own.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from plc import env

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
LOCAL = DEBUG or DEMO
if DEBUG and DEMO:
    raise ImproperlyConfigured("Set DEBUG or DEMO, not both: the demo shows what users get.")

SECRET_KEY = (
    env.text("SECRET_KEY", "this-key-is-public-and-only-good-on-your-own-machine-1-21")
    if LOCAL
    else env.required("SECRET_KEY", "at least 50 random characters, kept secret.")
)
ALLOWED_HOSTS = (
    env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    if LOCAL
    else [
        *filter(None, env.required("ALLOWED_HOSTS", "the names you serve, by commas.").split(","))
    ]
)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Where links in mails lead that no page has asked for.
SITE_URL = env.text("SITE_URL") or (
    "http://127.0.0.1:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)

INSTALLED_APPS = [
    "plc.apps.PlcConfig",
    "students.apps.StudentsConfig",
    "goals.apps.GoalsConfig",
    "choiceboards.apps.ChoiceboardsConfig",
    "checkins.apps.CheckinsConfig",
    "lessons.apps.LessonsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "plc.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plc.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "plc.middleware.ContentPolicy",
    "plc.middleware.ForButtonsAlone",
    "allauth.account.middleware.AccountMiddleware",
    "plc.middleware.PolicyRequired",
]

ROOT_URLCONF = "plc.urls"
WSGI_APPLICATION = "plc.wsgi.application"

_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plc.context_processors.page",
            ],
            "builtins": ["template_partials.templatetags.partials", "django.templatetags.i18n"],
        },
    }
]
CRISPY_TEMPLATE_PACK = "plc"
CRISPY_ALLOWED_TEMPLATE_PACKS = "plc"

# --- data -----------------------------------------------------------------------------------------
_DEFAULT_DATABASE = BASE_DIR / ("demo.sqlite3" if DEMO else "db.sqlite3")
DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{_DEFAULT_DATABASE}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache(env.text("CACHE_URL", "db://plc_cache"))}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024  # a pasted list of 5 MB is told its limit
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

# --- who signs in, and how ------------------------------------------------------------------------
AUTH_USER_MODEL = "plc.User"
AUTHENTICATION_BACKENDS = [
    "plc.backends.StaffBackend",
    "students.backends.StudentBackend",
]
PASSWORD_HASHERS = [
    "plc.hashers.SmallArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
ACCOUNT_ADAPTER = "plc.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "sign_in"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A school is one address: limits count per account, never per address alone.
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": "5/5m/key", "reset_password": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "plc"
# Addresses come from the school, not from sign-up, so nobody is asked to verify one first.
MFA_ALLOW_UNVERIFIED_EMAIL = True

SESSION_ENGINE = "plc.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "plc_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "plc_csrf"
CSRF_FAILURE_VIEW = "plc.views.csrf_failure"

# --- on the wire ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
if env.flag("SECURE_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 3600

# --- words and time -------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "America/New_York")
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en-us")
LANGUAGES = [("en", "English")]
# With one language there is nothing to choose or to translate, and no request pays for either:
# texts that go through gettext as they stand cost an eighth of a page's processor time less.
USE_I18N = len(LANGUAGES) > 1
if not USE_I18N:
    MIDDLEWARE.remove("django.middleware.locale.LocaleMiddleware")
LOCALE_PATHS = [BASE_DIR / "locale"]
# Seconds that this process's clock runs ahead of the world's; set by the demo alone.
CLOCK_AHEAD = env.number("CLOCK_AHEAD", 0)
if CLOCK_AHEAD and not LOCAL:
    raise ImproperlyConfigured("CLOCK_AHEAD moves the clock: it works with DEMO or DEBUG only.")

# --- mail and logs --------------------------------------------------------------------------------
_MAIL = env.mail(
    env.text("EMAIL_URL", "console://")
    if LOCAL
    else env.required("EMAIL_URL", "staff reset passwords by mail, for example smtp+tls://...")
)
globals().update(_MAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "plc@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {
        "brief": {"()": "plc.logs.RefusalsBriefly"},
        "unsaid": {"()": "plc.logs.SecretsUnsaid"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["brief", "unsaid"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
