"""Question sets that exist, and answers that people have marked, as accuracy cases."""

from __future__ import annotations

from qa.evaluation.importing.imported import Imported
from qa.evaluation.importing.marked import cases_of_marked
from qa.evaluation.importing.question_sets import read_question_set

__all__ = ["Imported", "cases_of_marked", "read_question_set"]
