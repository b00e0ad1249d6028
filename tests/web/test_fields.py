"""The parts of forms draw what Django draws."""

import pytest
from django import forms
from django.test.html import parse_html

from whydesk.web.fields import LongList

CHOICES = [("", "Not known"), ("Europe/Lisbon", "Lisbon"), ("<&>", '"Quoted" & <odd>')]


@pytest.mark.parametrize("said", [None, "", "Europe/Lisbon", "<&>", "nowhere"])
@pytest.mark.parametrize("required", [True, False])
def test_a_long_list_is_the_list_of_django(said, required):
    drawn = []
    for widget in (LongList, forms.Select):
        field = forms.ChoiceField(choices=lambda: CHOICES, required=required, widget=widget)
        form = type("Form", (forms.Form,), {"zone": field})(data={"zone": said})
        drawn.append(parse_html(str(form["zone"])))
    assert drawn[0] == drawn[1]
