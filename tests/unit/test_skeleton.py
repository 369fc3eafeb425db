"""Pages that differ to axe have other skeletons, and pages that differ in words alone have the same."""

from __future__ import annotations

import pytest

from tests.browser.forms import forms_of
from tests.browser.skeleton import breadth, skeleton, without_repetitions

PAGE = '<html lang="en-GB"><head><title>Page</title></head><body><main>{}</main></body></html>'


def of(inside: str) -> str:
    return skeleton(PAGE.format(inside))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Ada</p>", "<p>Byron, Ada</p>"),
        ('<a href="/a/1">Ada</a>', '<a href="/b/2">Bo</a>'),
        ("<ul><li>a</li></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<p>a</p><hr><p>a</p><hr>", "<p>b</p><hr>"),
        ('<label for="a">A</label><input id="a">', '<label for="b">B</label><input id="b">'),
        ('<input name="mark-12" aria-label="A">', '<input name="mark-7" aria-label="B">'),
    ],
)
def test_words_addresses_and_repetitions_make_no_difference(one, other):
    assert of(one) == of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<a href="/a">Ada</a>', '<a href="/a"> </a>'),
        ("<h2>A</h2><h3>B</h3>", "<h2>A</h2><h4>B</h4>"),
        ('<p class="govuk-body">A</p>', '<p class="govuk-hint">A</p>'),
        ('<label for="a">A</label><input id="a">', '<label for="b">A</label><input id="a">'),
        ('<label for="a">A</label><input id="a">', "<input>"),
        ('<label for="a">A</label><input id="a">', '<label for="a"></label><input id="a">'),
        ('<p id="a">A</p><b id="b">B</b>', '<p id="a">A</p><b id="a">B</b>'),
        ('<img src="/a" alt="A">', '<img src="/a" alt="">'),
        ('<img src="/a" alt="A">', '<img src="/a">'),
        ("<tr><th scope=col>A</th></tr>", "<tr><th>A</th></tr>"),
        ('<a href="#a">A</a><p id="a">B</p>', '<a href="#x">A</a><p id="a">B</p>'),
        ('<nav aria-label="A"></nav><nav aria-label="B"></nav>', '<nav aria-label="A"></nav>' * 2),
        ("<ul><li>A</li></ul>", "<ul><li>A</li><li><p>B</p></li></ul>"),
        ("<ul><li>A</li></ul>", "<ul><p>A</p></ul>"),
        ('<p lang="cy">A</p>', "<p>A</p>"),
        ('<input aria-describedby="a"><p id="a">A</p>', '<input aria-describedby="b"><p id="a">A</p>'),
        ('<p role="status">A</p>', "<p>A</p>"),
        ("<button disabled>A</button>", "<button>A</button>"),
    ],
)
def test_what_axe_judges_by_makes_a_difference(one, other):
    assert of(one) != of(other)


def test_the_language_and_the_title_of_a_page_count():
    assert skeleton(PAGE.format("")) != skeleton(PAGE.format("").replace(' lang="en-GB"', ""))
    assert skeleton(PAGE.format("")) != skeleton(PAGE.format("").replace("Page</title>", "</title>"))


@pytest.mark.parametrize(
    ("found", "kept"), [("aaa", "a"), ("abab", "ab"), ("abcabcabd", "abcabd"), ("abba", "aba"), ("", "")]
)
def test_what_is_repeated_is_kept_once(found, kept):
    assert "".join(without_repetitions(found)) == kept


def test_the_broader_page_has_the_longer_word():
    short, long = PAGE.format("<p>one two three four</p>"), PAGE.format("<p>Wolfeschlegelstein</p>")

    assert breadth(long) > breadth(short)


def test_a_form_is_sent_empty_and_then_wrong_with_what_is_hidden_as_it_stands():
    page = PAGE.format(
        '<form method="post" action="/there/"><input type="hidden" name="once" value="1">'
        '<input type="text" name="name" value="Ada"><input type="radio" name="how" value="x">'
        '<button name="do" value="keep">Keep</button></form><form method="get"><input name="q"></form>'
        '<form method="post"><button>Nothing to fill</button></form>'
    )

    empty, wrong, searched = forms_of(page, "/here/")

    assert (empty.how, empty.method, empty.address) == ("empty", "post", "/there/")
    assert empty.fields == {"once": ["1"], "do": "keep", "name": ""}
    assert wrong.fields == {"once": ["1"], "do": "keep", "name": "?!", "how": "?!"}
    assert (searched.how, searched.method, searched.address) == ("wrong", "get", "/here/")
