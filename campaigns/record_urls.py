"""The addresses of the desk of the record: campaigns, organizations, moments, figures, sources, history."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import campaign_desk, history_desk, partner_desk, record_desk, record_form

urlpatterns = [
    path(pgettext_lazy("url", "desk/campaigns/"), campaign_desk.campaign_desk_list, name="campaign_desk_list"),
    path(pgettext_lazy("url", "desk/campaigns/new/"), campaign_desk.campaign_desk_new, name="campaign_desk_new"),
    path(pgettext_lazy("url", "desk/campaigns/<slug:slug>/"), campaign_desk.campaign_desk, name="campaign_desk"),
    path(
        pgettext_lazy("url", "desk/campaigns/<slug:slug>/edit/"),
        campaign_desk.campaign_desk_edit,
        name="campaign_desk_edit",
    ),
    path(
        pgettext_lazy("url", "desk/campaigns/<slug:slug>/place/"),
        campaign_desk.campaign_desk_place,
        name="campaign_desk_place",
    ),
    path(
        pgettext_lazy("url", "desk/campaigns/<slug:slug>/outcomes/new/"),
        campaign_desk.outcome_desk_new,
        name="outcome_desk_new",
    ),
    path(pgettext_lazy("url", "desk/outcomes/<int:pk>/"), campaign_desk.outcome_desk_edit, name="outcome_desk_edit"),
    path(pgettext_lazy("url", "desk/partners/"), partner_desk.partner_desk_list, name="partner_desk_list"),
    path(pgettext_lazy("url", "desk/partners/new/"), partner_desk.partner_desk_new, name="partner_desk_new"),
    path(pgettext_lazy("url", "desk/partners/<slug:slug>/"), partner_desk.partner_desk, name="partner_desk"),
    path(
        pgettext_lazy("url", "desk/partners/<slug:slug>/edit/"),
        partner_desk.partner_desk_edit,
        name="partner_desk_edit",
    ),
    path(
        pgettext_lazy("url", "desk/partners/<slug:slug>/contacts/new/"),
        partner_desk.contact_desk_new,
        name="contact_desk_new",
    ),
    path(pgettext_lazy("url", "desk/contacts/<int:pk>/"), partner_desk.contact_desk_edit, name="contact_desk_edit"),
    path(pgettext_lazy("url", "desk/milestones/"), record_desk.milestone_desk_list, name="milestone_desk_list"),
    path(pgettext_lazy("url", "desk/milestones/new/"), record_desk.milestone_desk_new, name="milestone_desk_new"),
    path(
        pgettext_lazy("url", "desk/milestones/<int:pk>/"), record_desk.milestone_desk_edit, name="milestone_desk_edit"
    ),
    path(pgettext_lazy("url", "desk/facts/"), record_desk.fact_desk_list, name="fact_desk_list"),
    path(pgettext_lazy("url", "desk/facts/new/"), record_desk.fact_desk_new, name="fact_desk_new"),
    path(pgettext_lazy("url", "desk/facts/<int:pk>/"), record_desk.fact_desk_edit, name="fact_desk_edit"),
    path(pgettext_lazy("url", "desk/sources/<slug:kind>/<int:pk>/"), record_desk.record_sources, name="record_sources"),
    path(pgettext_lazy("url", "desk/delete/<slug:kind>/<int:pk>/"), record_desk.record_delete, name="record_delete"),
    path(pgettext_lazy("url", "desk/draft/"), record_form.draft_save, name="draft_save"),
    path(pgettext_lazy("url", "desk/history/"), history_desk.history_desk, name="history_desk"),
    path(
        pgettext_lazy("url", "desk/history/<slug:kind>/<int:pk>/"), history_desk.record_history, name="record_history"
    ),
    path(
        pgettext_lazy("url", "desk/history/<slug:kind>/<int:pk>/<int:version>/"),
        history_desk.record_restore,
        name="record_restore",
    ),
]
