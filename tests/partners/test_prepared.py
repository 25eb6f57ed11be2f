"""Questions that are put into words once give what the queryset gives."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, IntegerField
from django.db.transaction import TransactionManagementError

from partners.models import Partner, Source
from partners.prepared import Asked, Prepared, PreparedInsert
from tests.factories import PartnerFactory, SourceFactory

pytestmark = pytest.mark.django_db

NAME = Asked("slug", CharField())


def _columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_same_words_take_new_values():
    one, other = PartnerFactory(), PartnerFactory()
    ask = Prepared(lambda: Partner.objects.filter(slug=NAME))
    assert [ask(slug=one.slug), ask(slug=other.slug), ask(slug="nobody")] == [[one], [other], []]


def test_row_is_whole_and_known_as_saved():
    partner = Prepared(lambda: Partner.objects.filter(slug=NAME))(slug=PartnerFactory().slug)[0]
    same = Partner.objects.get(pk=partner.pk)
    assert not partner._state.adding
    assert _columns(partner) == _columns(same)


def test_value_is_never_read_as_words():
    PartnerFactory()
    assert Prepared(lambda: Partner.objects.filter(slug=NAME))(slug="' OR 1=1 --") == []


def test_one_question_a_time(django_assert_num_queries):
    ask = Prepared(lambda: Source.objects.filter(pk__gte=Asked("least", IntegerField())))
    SourceFactory.create_batch(2)
    ask(least=0)
    with django_assert_num_queries(1):
        assert len(ask(least=0)) == 2


def test_new_row_is_saved_whole(django_assert_num_queries):
    insert, wanted = PreparedInsert(Partner), [PartnerFactory.build(), PartnerFactory.build()]
    for partner in wanted:
        with django_assert_num_queries(1):
            insert(partner)
    assert [_columns(partner) for partner in Partner.objects.order_by("pk")] == [_columns(one) for one in wanted]
    assert [(one._state.adding, one._state.db) for one in wanted] == [(False, "default")] * 2


def test_row_is_not_saved_twice():
    partner = PartnerFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparedInsert(Partner)(PartnerFactory.build(slug=partner.slug))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_are_locked_in_a_transaction_alone():
    ask = Prepared(lambda: Partner.objects.select_for_update().filter(slug=NAME))
    with transaction.atomic():
        assert ask(slug="nobody") == []
    assert connection.get_autocommit()
    with pytest.raises(TransactionManagementError):
        ask(slug="nobody")
