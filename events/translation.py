from modeltranslation.translator import TranslationOptions, register

from .models import Event, Shift, Training


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "recurrence", "access_note", "bring")


@register(Training)
class TrainingTranslation(TranslationOptions):
    fields = ("name",)


@register(Shift)
class ShiftTranslation(TranslationOptions):
    fields = ("role",)
