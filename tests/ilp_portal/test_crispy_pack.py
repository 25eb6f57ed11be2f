"""The template pack `ilp`: what DESIGN asks of every field, whatever the widget."""

import html.parser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Hidden, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template


class SignUpForm(forms.Form):
    name = forms.CharField(label="What should we call you?", help_text="A nickname is enough.", required=False)
    email = forms.EmailField(label="Email", help_text="Only for the reminder.")
    channel = forms.ChoiceField(
        label="How?", choices=[("email", "Email"), ("sms", "Text")], widget=forms.RadioSelect, help_text="One of two."
    )
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("a", "Rallies"), ("b", "Panels")], widget=forms.CheckboxSelectMultiple, required=False
    )
    zone = forms.ChoiceField(label="Zone", choices=[("et", "ET"), ("pt", "PT")])
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    when = forms.SplitDateTimeField(label="When", required=False)
    poster = forms.FileField(label="Poster", required=False)
    agree = forms.BooleanField(label="I agree", help_text="You can change your mind.")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.data.get("name") == "nobody":
            raise ValidationError("That name does not go with that email.")


class Page(html.parser.HTMLParser):
    """Ids, references to ids and labels of a piece of HTML."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict]:
        return [attrs for name, attrs in self.tags if name == tag]

    def one(self, **wanted) -> dict:
        (found,) = [a for _, a in self.tags if all(a.get(key.replace("_", "-")) == v for key, v in wanted.items())]
        return found

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if attrs.get("id")]


def render(form, helper=None) -> tuple[str, Page]:
    text = render_crispy_form(form, helper)
    return text, Page(text)


@pytest.fixture
def blank():
    return render(SignUpForm())


@pytest.fixture
def wrong():
    return render(SignUpForm({"email": "no address", "channel": "pigeon", "name": "nobody"}))


def test_every_control_has_a_label(blank):
    _, page = blank
    labelled = {label.get("for") for label in page.all("label")}
    controls = [a for tag in ("input", "select", "textarea") for a in page.all(tag) if a.get("type") != "hidden"]
    in_parts = {"id_when_0", "id_when_1"}  # inside their labels
    assert {control["id"] for control in controls} - labelled == in_parts


def test_each_part_of_a_date_and_hour_has_a_name(blank):
    text, _ = blank
    assert '<span class="vh">When, part 1 of 2</span><input type="text" name="when_0"' in text
    assert '<span class="vh">When, part 2 of 2</span><input type="text" name="when_1"' in text


@pytest.mark.parametrize("state", ["blank", "wrong"])
def test_ids_are_unique_and_every_reference_leads_somewhere(state, request):
    _, page = request.getfixturevalue(state)
    assert len(page.ids) == len(set(page.ids))
    named = " ".join(attrs.get("aria-describedby", "") for _, attrs in page.tags).split()
    linked = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    assert set(named + linked) <= set(page.ids)


def test_hint_is_joined_to_its_field(blank):
    _, page = blank
    assert page.one(name="email")["aria-describedby"] == "id_email_helptext"


def test_error_is_joined_to_its_field_after_the_hint(wrong):
    text, page = wrong
    email = page.one(name="email")
    assert (email["aria-invalid"], email["aria-describedby"]) == ("true", "id_email_helptext id_email_error")
    assert text.index('id="id_email_helptext"') < text.index('id="id_email_error"') < text.index('name="email"')


def test_choices_are_a_fieldset_with_its_hint(blank):
    text, page = blank
    assert page.one(id="id_channel")["aria-describedby"] == "id_channel_helptext"
    assert text.count('class="opt"') == 4
    assert "<legend>How?</legend>" in text


def test_only_optional_fields_are_marked(blank):
    text, _ = blank
    assert 'What should we call you? <span class="opt-mark">(optional)</span>' in text
    assert "Email</label>" in text
    assert text.count("(optional)") == 5  # name, topics, note, when, poster; never a tick box


def test_tick_box_stands_before_its_words(blank):
    text, page = blank
    assert page.one(name="agree")["aria-describedby"] == "id_agree_helptext"
    assert "<span>I agree</span></label>" in text


def test_error_summary_comes_first_takes_the_focus_and_links_each_field(wrong):
    text, page = wrong
    summary = page.one(role="alert")
    assert (summary["tabindex"], "autofocus" in summary) == ("-1", True)
    assert text.index('role="alert"') < text.index('name="name"')
    assert "That name does not go with that email." in text
    assert [a["href"] for a in page.all("a")] == ["#id_email", "#id_channel", "#id_zone", "#id_agree"]


def test_error_of_a_hidden_field_is_said_without_a_link(wrong):
    text, _ = wrong
    assert "<li>This field is required.</li>" in text


def test_blank_form_has_no_summary(blank):
    text, page = blank
    assert "alert" not in text
    assert not [a for _, a in page.tags if "aria-invalid" in a]


def test_form_sends_files_and_leaves_checking_to_the_server(blank):
    _, page = blank
    form = page.one(method="post")
    assert (form["enctype"], "novalidate" in form) == ("multipart/form-data", True)


def test_hidden_field_has_no_label(blank):
    _, page = blank
    assert page.one(name="token")["type"] == "hidden"
    assert "id_token" not in {label.get("for") for label in page.all("label")}


def test_layout_and_buttons_wear_our_classes():
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("About you", "name", Field("email", wrapper_class="wide", autocomplete="email"), css_class="tear"),
        Div("channel", css_class="stack"),
        HTML("<p>Promise</p>"),
        Hidden("next", "/events/"),
        Submit("send", "Count me in"),
    )
    text, page = render(SignUpForm(), helper)
    assert page.one(name="send")["class"].split() == ["btn", "pri"]
    assert page.one(name="email")["autocomplete"] == "email"
    assert "btn-primary" not in text
    assert 'class="field wide"' in text
    assert "<legend>About you</legend>" in text
    assert page.one(name="next")["value"] == "/events/"


def test_filter_renders_fields_without_a_form_element():
    text = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": SignUpForm()}))
    assert "<form" not in text
    assert 'id="id_email_helptext"' in text


@pytest.mark.parametrize("bound", [False, True])
def test_formset_renders_each_row(bound):
    rows = forms.formset_factory(SignUpForm, extra=2)
    text, page = render(rows({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}) if bound else rows())
    assert 'name="form-TOTAL_FORMS"' in text
    assert len(page.ids) == len(set(page.ids))
