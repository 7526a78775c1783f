"""Kept answers as files for other people, with every quote, its place and its speaker."""

from __future__ import annotations

from qa.conversations.exporting.citing import citation
from qa.conversations.exporting.file_names import file_name
from qa.conversations.exporting.json_text import as_json
from qa.conversations.exporting.markdown import as_markdown
from qa.conversations.exporting.web_page import as_web_page
from qa.conversations.exporting.word import as_word

__all__ = ["as_json", "as_markdown", "as_web_page", "as_word", "citation", "file_name"]
