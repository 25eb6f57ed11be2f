"""Every address of the portal. English has no prefix, Spanish lives under /es/ with Spanish words.

Each app names its own first words (``events/``, ``es/eventos/``), so the apps are included at the root.
"""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from ilp_portal.views import (
    about,
    api_keys,
    audit,
    desk,
    desk_home,
    feeds,
    health,
    history,
    home,
    mailbox,
    offline,
    partner_page,
    reports,
    rights,
    search,
    sitemap,
    start,
    tables,
    untranslated,
)
from outreach.views import mail_report

handler400, handler500 = "ilp_portal.views.errors.bad_request", "ilp_portal.views.errors.server_error"

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # the admin's own form knows no second factor and no limits

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("healthz/deep", health.healthz_deep, name="healthz_deep"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:language>.xml", sitemap.sitemap, name="sitemap"),
    path("history.json", feeds.history_json, name="history_json"),
    path("api/", include("ilp_portal.api.urls")),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("webhooks/mail/<slug:provider>/tracking/", mail_report, name="mail_report"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.mail_html, name="mail_html"),
]
urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("", include("campaigns.urls")),  # first: what a coordinator saves is looked up with every press
    path(pgettext_lazy("url", "history/"), history.history, name="history"),
    path(pgettext_lazy("url", "feeds/events.atom"), feeds.events_feed, name="events_feed"),
    path(pgettext_lazy("url", "feeds/milestones.atom"), feeds.milestones_feed, name="milestones_feed"),
    path(pgettext_lazy("url", "events/calendar.ics"), feeds.calendar, name="calendar"),
    path(pgettext_lazy("url", "about/"), about.about, name="about"),
    path("api/", about.api, name="api"),
    path(pgettext_lazy("url", "privacy/"), about.privacy, name="privacy"),
    path(pgettext_lazy("url", "know-your-rights/"), rights.rights, name="rights"),
    path(pgettext_lazy("url", "search/"), search.search, name="search"),
    path(pgettext_lazy("url", "partner/print/"), partner_page.partner_print, name="partner_print"),
    path(pgettext_lazy("url", "partner/<str:token>/"), partner_page.partner_page, name="partner_page"),
    path(pgettext_lazy("url", "app.webmanifest"), offline.app_manifest, name="app_manifest"),
    path(pgettext_lazy("url", "offline/"), offline.offline, name="offline"),
    path(pgettext_lazy("url", "start/"), start.start, name="start"),
    path(pgettext_lazy("url", "start/settings/"), start.start_settings, name="start_settings"),
    path(pgettext_lazy("url", "desk/"), desk_home.desk_home, name="desk_home"),
    path(pgettext_lazy("url", "desk/help/"), desk_home.desk_help, name="desk_help"),
    path(pgettext_lazy("url", "desk/messages/"), desk.message_list, name="message_list"),
    path(pgettext_lazy("url", "desk/messages/all/"), desk.message_rows, name="message_rows"),
    path(pgettext_lazy("url", "desk/messages/again/"), desk.message_again, name="message_again"),
    path(pgettext_lazy("url", "desk/messages/pause/<slug:channel>/"), desk.engine_pause, name="engine_pause"),
    path(pgettext_lazy("url", "desk/messages/resume/<slug:channel>/"), desk.engine_resume, name="engine_resume"),
    path(pgettext_lazy("url", "desk/log/"), audit.audit_log, name="audit_log"),
    path(pgettext_lazy("url", "desk/log/file/"), audit.audit_log_file, name="audit_log_file"),
    path(pgettext_lazy("url", "desk/reports/"), reports.report_list, name="report_list"),
    path(pgettext_lazy("url", "desk/reports/<uuid:pk>/"), reports.report_detail, name="report_detail"),
    path(pgettext_lazy("url", "desk/reports/<uuid:pk>/freeze/"), reports.report_freeze, name="report_freeze"),
    path(pgettext_lazy("url", "desk/reports/<uuid:pk>/discard/"), reports.report_discard, name="report_discard"),
    path(pgettext_lazy("url", "desk/reports/<uuid:pk>/file/<slug:form>/"), reports.report_file, name="report_file"),
    path(pgettext_lazy("url", "desk/translations/"), untranslated.untranslated_list, name="untranslated_list"),
    path(pgettext_lazy("url", "desk/tables/"), tables.table_list, name="table_list"),
    path(pgettext_lazy("url", "desk/tables/<slug:name>/export/"), tables.table_export, name="table_export"),
    path(pgettext_lazy("url", "desk/tables/<slug:name>/import/"), tables.table_import, name="table_import"),
    path(pgettext_lazy("url", "desk/tables/<int:pk>/"), tables.table_import_detail, name="table_import_detail"),
    path(pgettext_lazy("url", "desk/tables/<int:pk>/undo/"), tables.table_import_undo, name="table_import_undo"),
    path(pgettext_lazy("url", "desk/api-keys/"), api_keys.api_key_list, name="api_key_list"),
    path(pgettext_lazy("url", "desk/api-keys/<int:pk>/revoke/"), api_keys.api_key_revoke, name="api_key_revoke"),
    path(pgettext_lazy("url", "account/"), include("allauth.urls")),
    path("", include("partners.urls")),
    path("", include("coordinators.urls")),
    path("", include("events.urls")),
    path("", include("outreach.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
