"""`{% chart year target as drawn %}`: where everything of a year's chart stands."""

from __future__ import annotations

from django import template

from supportfirst.casework.web.trend_chart import chart_of

register = template.Library()
register.simple_tag(chart_of, name="chart")
