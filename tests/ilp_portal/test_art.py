from types import SimpleNamespace

import pytest
from django.template import Context, RequestContext, Template, engines

from ilp_portal.art import DRAWINGS, EMBLEMS, ICONS
from ilp_portal.wing import WING


@pytest.fixture
def page(rf):
    """Renders template text as one page of one request."""
    request = rf.get("/")
    return lambda text, **values: Template("{% load art %}" + text).render(RequestContext(request, values))


def test_icon_is_drawn_once_and_then_referred_to(page):
    html = page('{% icon "clock" %}{% icon "clock" %}{% icon "pin" %}')
    assert html.count('<symbol id="i-clock"') == 1
    assert html.count('href="#i-clock"') == 2
    assert html.count('<symbol id="i-pin"') == 1


def test_icon_is_decoration(page):
    assert 'class="i" aria-hidden="true" focusable="false"' in page('{% icon "clock" %}')


def test_icon_that_does_not_exist_names_those_that_do(page):
    with pytest.raises(ValueError, match=r"'clokc'.*clock"):
        page('{% icon "clokc" %}')


def test_drawings_are_counted_across_isolated_includes(rf):
    part = engines["django"].from_string("{% load art %}{% icon 'clock' %}").template
    html = Template("{% include part only %}{% include part only %}").render(
        RequestContext(rf.get("/"), {"part": part})
    )
    assert html.count("<symbol") == 1


def test_crispy_style_context_counts_through_the_request_in_its_values(rf):
    html = Template("{% load art %}{% icon 'warn' %}{% icon 'warn' %}").render(Context({"request": rf.get("/")}))
    assert html.count("<symbol") == 1


def test_without_a_request_shapes_are_written_in_without_ids():
    html = Template("{% load art %}{% icon 'warn' %}{% icon 'warn' %}{% flag 'home' %}").render(Context())
    assert " id=" not in html
    assert html.count(ICONS["warn"]) == 2


@pytest.mark.parametrize("emblem", [emblem for emblem in EMBLEMS if emblem])
def test_flag_of_each_emblem_is_its_own(page, emblem):
    assert f'<symbol id="f-{emblem}"' in page("{% flag emblem %}", emblem=emblem)


@pytest.mark.parametrize("emblem", ["", None, "not drawn yet"])
def test_flag_without_an_emblem_is_the_plain_one(page, emblem):
    html = page("{% flag campaign.emblem %}", campaign=SimpleNamespace(emblem=emblem))
    assert 'class="flag"' in html
    assert '<symbol id="f-plain"' in html


@pytest.mark.parametrize("name", ["monarch", "chrysalis", "mark"])
def test_art_carries_its_name_as_class(page, name):
    assert f'<svg class="{name}"' in page("{% art name %}", name=name)


def test_drawings_fit_a_strict_policy():
    for drawing in [*DRAWINGS.values(), SimpleNamespace(shapes=WING)]:
        assert "style=" not in drawing.shapes
        assert "<script" not in drawing.shapes
