"""Every published row, thousands of them written out pupil by pupil, and the page that says so."""

import pytest

from samples.published_report import PAGE, check_all, page
from samples.published_rows import FILES

pytestmark = pytest.mark.long


def test_all_published_rows_it_explains_and_the_page_says_exactly_that():
    done = check_all(say=lambda line: None)

    assert [checked.file for checked in done] == list(FILES)
    assert [fault for checked in done for fault in checked.faults] == []
    assert page(done) == PAGE.read_text("utf-8")
