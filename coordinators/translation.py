from modeltranslation.translator import TranslationOptions, register

from .models import Break, Call, Question, Term


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("focus", "notes")


@register(Break)
class BreakTranslation(TranslationOptions):
    fields = ("name",)


@register(Call)
class CallTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text",)
