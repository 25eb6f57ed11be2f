"""Questions that are put into words once give what the queryset gives."""

import pytest
from django.db import connection, transaction
from django.db.models import CharField, IntegerField
from django.db.transaction import TransactionManagementError

from partners.models import Partner, Source
from partners.prepared import Asked, Prepared
from tests.factories import PartnerFactory, SourceFactory

pytestmark = pytest.mark.django_db

NAME = Asked("slug", CharField())


def test_same_words_take_new_values():
    one, other = PartnerFactory(), PartnerFactory()
    ask = Prepared(lambda: Partner.objects.filter(slug=NAME))
    assert [ask(slug=one.slug), ask(slug=other.slug), ask(slug="nobody")] == [[one], [other], []]


def test_row_is_whole_and_known_as_saved():
    partner = Prepared(lambda: Partner.objects.filter(slug=NAME))(slug=PartnerFactory().slug)[0]
    same = Partner.objects.get(pk=partner.pk)
    assert not partner._state.adding
    assert {field.attname: getattr(partner, field.attname) for field in Partner._meta.concrete_fields} == {
        field.attname: getattr(same, field.attname) for field in Partner._meta.concrete_fields
    }


def test_value_is_never_read_as_words():
    PartnerFactory()
    assert Prepared(lambda: Partner.objects.filter(slug=NAME))(slug="' OR 1=1 --") == []


def test_one_question_a_time(django_assert_num_queries):
    ask = Prepared(lambda: Source.objects.filter(pk__gte=Asked("least", IntegerField())))
    SourceFactory.create_batch(2)
    ask(least=0)
    with django_assert_num_queries(1):
        assert len(ask(least=0)) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_are_locked_in_a_transaction_alone():
    ask = Prepared(lambda: Partner.objects.select_for_update().filter(slug=NAME))
    with transaction.atomic():
        assert ask(slug="nobody") == []
    assert connection.get_autocommit()
    with pytest.raises(TransactionManagementError):
        ask(slug="nobody")
