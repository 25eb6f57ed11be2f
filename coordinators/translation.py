from modeltranslation.translator import TranslationOptions, register

from .models import Break, Term


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("focus", "notes")


@register(Break)
class BreakTranslation(TranslationOptions):
    fields = ("name",)
