"""What tests of the page that is served share: on a phone, in a browser, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRADIO_LEAVINGS = [
    # Gradio leaves event loops and sockets of its start-up to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    # Gradio's queue sets a pandas option that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]
IN_A_BROWSER = [pytest.mark.browser, *GRADIO_LEAVINGS]
PHONE = {
    "viewport": {"width": 390, "height": 664}, "device_scale_factor": 3, "is_mobile": True,
    "has_touch": True,
}  # fmt: skip


def assert_no_sideways_scrolling(page: Page) -> None:
    """Nothing on the page is wider than its window."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window
