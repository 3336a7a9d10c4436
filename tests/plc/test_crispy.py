"""The crispy pack `plc`: hints and errors before the control, a summary whose links work."""

import re

from django import forms
from django.template import Context, Template

from plc.crispy import PickMany, PickOne, Submit, Switch


class GoalForm(forms.Form):
    words = forms.CharField(label="Goal", help_text="Start with “I can”.")
    due_on = forms.DateField(label="Finish by", required=False)
    feeling = forms.ChoiceField(label="Feeling", choices=[("a", "Easy")], widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Draw"), ("b", "Make")], widget=PickOne)
    notes = forms.MultipleChoiceField(label="Notes", choices=[("a", "Got it")], widget=PickMany)
    aloud = forms.BooleanField(label="Read aloud", required=False, widget=Switch)
    agreed = forms.BooleanField(label="The family agreed")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def render(form):
    return Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(
        Context({"form": form})
    )


def test_hint_and_error_stand_before_the_control_they_describe():
    html = render(GoalForm({}))
    field = html.split('<div id="div_id_words"')[1].split('<div id="div_id_due_on"')[0]

    order = ['for="id_words"', 'id="id_words_helptext"', 'id="id_words_error"', "<input"]
    assert sorted(order, key=field.index) == order
    assert 'aria-describedby="id_words_helptext id_words_error"' in field
    assert 'aria-invalid="true"' in field


def test_the_summary_leads_to_each_control():
    html = render(GoalForm({"due_on": "soon"}))
    summary = html.split('id="form-errors"')[1].split("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)

    assert "Please check 6 things" in summary
    assert targets == [
        "id_words",
        "id_due_on",
        "div_id_feeling",
        "div_id_kind",
        "div_id_notes",
        "id_agreed",
    ]
    assert all(html.count(f'id="{target}"') == 1 for target in targets)


def test_choices_are_a_fieldset_described_by_its_error():
    html = render(GoalForm({}))

    assert re.search(
        r'<fieldset\s+id="div_id_feeling"\s+class="field"\s+aria-describedby="id_feeling_error">'
        r"\s*<legend>\s*Feeling\s*</legend>",
        html,
    )
    assert 'id="id_feeling_error"' in html


def test_picks_hide_the_input_right_before_its_label():
    html = render(GoalForm())

    assert re.search(
        r'class="opt"[^>]*id="id_kind_0"[^>]*>\s*<label class="pick" for="id_kind_0">', html
    )
    assert re.search(
        r'class="opt"[^>]*id="id_notes_0"[^>]*>\s*<label class="pick" for="id_notes_0">', html
    )


def test_a_switch_is_one_and_a_consent_is_a_check_box():
    html = render(GoalForm())

    for label in (
        r'class="switch"\s+for="id_aloud">\s*<input[^>]*role="switch"',
        r'class="option"\s+for="id_agreed">',
    ):
        assert re.search(rf"<label\s+{label}", html)


def test_a_form_without_errors_has_no_summary_and_says_what_is_optional():
    html = render(GoalForm())

    assert "form-errors" not in html
    assert html.count("(optional)") == 1
    assert html.count('name="secret"') == 1


def test_the_main_button_has_our_class():
    assert Submit("", "Save").field_classes.split() == ["btn", "primary"]
