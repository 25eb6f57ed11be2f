"""All settings, from the environment. With DEBUG=1 and nothing else set, the portal runs embedded: SQLite, a broker
of files and a mailbox of files under var/. Production sets the variables of .env.example and gets no defaults."""

import datetime as dt
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ilp_portal import env, env_public

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")  # everything the embedded portal writes

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key("SECRET_KEY", debug=DEBUG, file=VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", debug=DEBUG)
PORT = env.number("PORT", 8000, least=1, most=65535)
BASE_URL = env.base_url("BASE_URL", debug=DEBUG, default=f"http://127.0.0.1:{PORT}", hosts=ALLOWED_HOSTS)
DEFAULT_FROM_EMAIL = env.sender("DEFAULT_FROM_EMAIL", debug=DEBUG, default="ILP Portal <portal@demo.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

INSTALLED_APPS = [
    "modeltranslation",  # before admin, which it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_htmx",
    "simple_history",
    "outreach",
    "partners",
    "coordinators",
    "campaigns",
    "events",
    "ilp_portal",
]

MIDDLEWARE = [
    "ilp_portal.middleware.PublicPages",  # outermost: it judges the whole answer
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before the files, which are answers too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ilp_portal.middleware.CleanInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ilp_portal.middleware.NothingKept",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ilp_portal.middleware.ErrorPages",
    "django_htmx.middleware.HtmxMiddleware",
    "ilp_portal.middleware.MovedPages",  # after the one that knows the language
    "ilp_portal.middleware.ClosedByDefault",  # tests/test_access.py has the list of what is open
    "coordinators.middleware.StaffSecondFactor",
    "partners.middleware.Acting",
]

ROOT_URLCONF = "ilp_portal.urls"
WSGI_APPLICATION = "ilp_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ilp_portal.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = CRISPY_ALLOWED_TEMPLATE_PACKS = "ilp"

# --- database ---------------------------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # with the default, three of four writers were locked out
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        debug=DEBUG,
        file=VAR_DIR / "portal.sqlite3",
        options={"sqlite": SQLITE_OPTIONS, "postgres": {"connect_timeout": 5}},
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
BACKUP_DIR = VAR_DIR / "backups"
if env.given("BACKUP_DIR"):
    BACKUP_DIR = env.folder("BACKUP_DIR", BACKUP_DIR)
AUDIT_KEPT = dt.timedelta(days=env.number("AUDIT_DAYS", 90, least=30, most=3650))  # the log of who did what
BACKUP_KEEP_DAYS = env.number("BACKUP_KEEP_DAYS", 30, least=1, most=3650)  # the dumps without the keys of events
BACKUP_EXPECTED = env.flag("BACKUP_EXPECTED", not DEBUG)

# --- broker and cache: Redis, or the embedded ones --------------------------------------------------------------------
REDIS = env.redis_databases("REDIS_URL", debug=DEBUG)
BROKER_DIR = VAR_DIR / "broker"
if REDIS:
    CELERY_BROKER_URL, CACHE_URL = REDIS
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            "TIMEOUT": 3600,  # seconds; this backend's incr() begins the span anew, and no limit's span is longer
            "OPTIONS": {"MAX_ENTRIES": 10_000},  # with 300, a third of the limits went when a crowd signed up
        }
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False  # a page never waits for the broker; the sweeper finds what was not announced
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- mail -------------------------------------------------------------------------------------------------------------
MAILBOX_DIR = VAR_DIR / "mail"
for _name, _value in env.email("EMAIL_URL", debug=DEBUG, mailbox=MAILBOX_DIR).items():
    globals()[_name] = _value
ANYMAIL_WEBHOOK_SECRET = env.basic_auth("ANYMAIL_WEBHOOK_SECRET")  # read by django-anymail, too
if _signing_key := env.text("ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY", ""):  # an empty one would let everybody sign
    ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY = _signing_key
SMS = env.texts("SMS_URL", debug=DEBUG, folder=VAR_DIR / "texts")  # None: off, and no form asks for a number
EMAIL_TIMEOUT = 20  # seconds; a whole message has to fit inside the lease
OUTBOX = {
    "LEASE_SECONDS": env.number("OUTBOX_LEASE_SECONDS", 90, least=1, most=3600),
    "BATCH": 20,
    "LOOP_GRACE_SECONDS": env.number("OUTBOX_LOOP_GRACE_SECONDS", 60 if REDIS else 10, least=0, most=3600),
}

# --- people and sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "coordinators.User"
AUTHENTICATION_BACKENDS = ["coordinators.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "coordinators.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up is closed; allauth reads from here that passwords exist
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ALLAUTH_USER_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}  # typed on a phone, five tries at most
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds: ten minutes
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600  # seconds, as above
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes a password or a second factor: the account's owner is told
ACCOUNT_SESSION_REMEMBER = None  # the person decides with a tick box
ACCOUNT_CHANGE_EMAIL = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, least=0, most=10)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
STAFF_SECOND_FACTOR_REQUIRED = not DEBUG

# --- languages and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ilp_portal.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "es")}
USE_TZ = True
TIME_ZONE = "America/New_York"  # what the project calls a day and a week

# --- what the public pages say about who runs this copy ---------------------------------------------------------------
PRESS_CONTACT = env_public.mailbox("PRESS_CONTACT")
PRIVACY_CONTACT = env_public.mailbox("PRIVACY_CONTACT")
HOSTED_BY = env_public.words("HOSTED_BY")
SOURCE_CODE_URL = env_public.page("SOURCE_CODE_URL")
RIGHTS_REVIEWED_ON = env_public.day("RIGHTS_REVIEWED_ON")  # when a partner's lawyer read both languages of the page

# --- static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static_collected"
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "static"]  # the second holds the subset fonts
STATICFILES_FINDERS = [
    "ilp_portal.sheets.SheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
for _folder in (VAR_DIR / "static", STATIC_ROOT):  # both are warned about when they are not there
    _folder.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MIMETYPES = {".ttf": "font/ttf", ".woff2": "font/woff2"}
if not DEBUG and env.flag("STATIC_MANIFEST", True):
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# --- safety -----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "ilp_portal.views.errors.stale_form"
SESSION_ENGINE = "coordinators.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds: fourteen days when "keep me signed in" is ticked
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
EMBED_FRAME_ANCESTORS = env_public.framers("EMBED_FRAME_ANCESTORS")  # of the list of events for partners' sites alone
if not DEBUG:
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz(/deep)?$"]  # asked from inside, without TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_TLS_PROXY", True) else None
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Logs carry ids and codes, never an address, a token or an IP (tests/test_privacy.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "logging.Formatter" if DEBUG else "ilp_portal.logs.PlacesWithoutWords",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {
        "page": {"()": "ilp_portal.logs.PageInsteadOfPath"},
        "task": {"()": "ilp_portal.logs.TasksWithoutWords"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        **{name: {"filters": ["page"]} for name in ("django.request", "django.security.csrf")},
        # a line for each of thousands of ticks a day, or for each glyph, says nothing to anybody
        **{name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker", "fontTools")},
        "celery.app.trace": {"level": "WARNING", "filters": ["task"]},
    },
}
