"""The report in a real browser: phone and desk, light and dark, with scripts and without."""

from dataclasses import replace

import pytest
from browsing import PHONE, assert_no_sideways_scrolling
from hostile_runs import hostile_pages
from made_runs import invalid, right, run, wrong

from qa.evaluation.comparing import compare
from qa.evaluation.report_page import comparison_page, report_page

pytestmark = pytest.mark.browser

DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_in_a_browser_nothing_is_wider_than_the_window(browser, tmp_path, window, scheme):
    long = wrong("w" * 300)
    long = replace(long, file="x" * 200, case=replace(long.case, tags=("t" * 90,)))
    lost, gained = run(long, right(), invalid()), run(replace(right("w" * 300), file="x" * 200))
    pages = {
        "report.html": report_page(lost),
        "comparison.html": comparison_page(compare(lost, gained), lost, gained),
        "hostile.html": hostile_pages()[0],
    }
    with browser.new_context(**window, color_scheme=scheme) as context:
        page, complaints = context.new_page(), []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for name, text in pages.items():
            (tmp_path / name).write_text(text, "utf-8")
            page.goto((tmp_path / name).as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert_no_sideways_scrolling(page)
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert paper == {"light": "rgb(250, 248, 244)", "dark": "rgb(24, 22, 20)"}[scheme]
        assert complaints == []


def test_in_a_browser_cases_are_filtered_and_links_open_what_is_folded(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report_page(run(right(), wrong(), wrong("the reef"))), "utf-8")
    with browser.new_context(**DESKTOP) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.get_by_label("Words").fill("reef")
        assert page.locator("article.case:visible").count() == 1
        assert page.locator("#filter-count").inner_text() == "1 of 3 cases"
        page.get_by_label("Words").fill("")
        page.get_by_label("Outcome").select_option("passed")
        assert page.locator("article.case:visible h4").all_inner_texts() == ["the ice"]
        page.locator(".index summary").click()
        page.locator(".index a", has_text="the ice").click()
        assert page.locator("#case-1").is_visible()


def test_without_scripts_the_report_is_complete(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report_page(run(right(), wrong())), "utf-8")
    with browser.new_context(**DESKTOP, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.locator("article.case").count() == 2
        assert not page.get_by_label("Words").is_visible()
        page.locator("article.case h4", has_text="the ice").click()
        assert page.locator("#case-1 mark.quoted").is_visible()
