"""What a column is called where staff read of it: in words, with its language as one of them."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NO_FORM_SHOWS = {  # columns whose model gives them no words
    "checksum": _("checksum"),
    "citations": _("sources"),
    "coordinator": _("coordinator"),
    "facts": _("numbers as they were kept"),
    "frozen": _("public page as it was kept"),
    "slug": _("address of the page"),
}


def said(field) -> str:
    """ "title in Spanish", in the active language; what has no words is an inner column, with the name it has there."""
    if hasattr(field, "translated_field"):
        column, language = field.translated_field, dict(settings.LANGUAGES)[field.language]
        known = field.model._meta.get_field("name") if column.name == "gloss" else column  # as readers know it
        return gettext("%(text)s in %(language)s") % {"text": said(known), "language": language}
    if field.auto_created and field.is_relation:
        return str(field.related_model._meta.verbose_name_plural)
    words = NO_FORM_SHOWS.get(field.name, getattr(field, "verbose_name", ""))
    if isinstance(words, Promise):
        return str(words)
    return gettext("inner column %(name)s") % {"name": field.name}
