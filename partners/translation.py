from modeltranslation.translator import TranslationOptions, register

from . import versions
from .models import CoalitionMembership, Partner


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("gloss", "place", "description", "status_note")


@register(CoalitionMembership)
class CoalitionMembershipTranslation(TranslationOptions):
    fields = ("name",)


versions.keep(Partner, app="partners")
