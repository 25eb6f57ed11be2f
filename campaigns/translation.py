from modeltranslation.translator import TranslationOptions, register

from partners import versions

from .models import Campaign, Fact, HandOver, Milestone, Opportunity, Outcome, Quote, Resource, ResourceSection


@register(Campaign)
class CampaignTranslation(TranslationOptions):
    fields = ("title", "summary", "coordinators_did", "caution")


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("unit", "text")


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "text", "basis")


@register(Resource)
class ResourceTranslation(TranslationOptions):
    fields = ("title", "summary", "content_warning", "currency_note")


@register(ResourceSection)
class ResourceSectionTranslation(TranslationOptions):
    fields = ("headline", "summary", "cta")


@register(Fact)
class FactTranslation(TranslationOptions):
    fields = ("unit", "place", "claimed_by", "text", "note")


@register(Opportunity)
class OpportunityTranslation(TranslationOptions):
    fields = ("title", "summary", "duties", "currency_note")


@register(HandOver)
class HandOverTranslation(TranslationOptions):
    fields = ("did", "threads")


@register(Quote)
class QuoteTranslation(TranslationOptions):
    fields = ("text", "said_by")


versions.keep(Campaign, app="campaigns", m2m_fields=["terms"])
for model in (Outcome, Milestone, Fact, Resource):
    versions.keep(model, app="campaigns")
