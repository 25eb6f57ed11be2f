"""What staff read instead of the name of a column, in the log and in the preview of a table."""

from django.apps import apps
from django.utils import translation

from campaigns.models import Fact, Milestone
from campaigns.record_desk import kinds
from coordinators.models import Term
from ilp_portal import audit_log
from ilp_portal.tables.register import TABLES
from partners import field_names


def said(language: str, model, *names: str) -> list[str]:
    with translation.override(language):
        return [field_names.said(model._meta.get_field(name)) for name in names]


def test_column_has_words_and_its_language():
    assert said("en", Milestone, "title_es", "slug") == ["title in Spanish", "address of the page"]
    assert said("es", Milestone, "title_es", "slug") == ["título en español", "dirección de la página"]
    assert said("en", Term, "frozen") == ["public page as it was kept"]
    assert said("en", apps.get_model("events.Event"), "series_day") == ["inner column series_day"]


def test_no_table_and_no_line_of_the_log_shows_the_name_of_a_column():
    with translation.override("es"):
        columns = [column.label for table in TABLES for column in table.columns]
        fields = [field for label in audit_log.WATCHED for field in apps.get_model(label)._meta.concrete_fields]
        shown = [*columns, *(field_names.said(field) for field in fields if field.editable and not field.primary_key)]
    assert [words for words in shown if "[" in words or "slug" in words] == []
    assert [column for column in columns if column.startswith("columna interna")] == []


def test_figure_is_called_by_its_words():
    fact = Fact(slug="wage-theft-2019", text_en="Workers lost $50 million. " * 9, text_es="Se perdieron.")
    with translation.override("es"):
        assert (kinds.title(fact), kinds.desk_title(fact)) == ("Se perdieron.", "Datos")
    with translation.override("en"):
        assert kinds.title(fact) == "Workers lost $50 million. Workers lost $50 million. Workers lost $50 million.…"
