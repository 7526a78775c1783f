"""Accuracy tests: cases that people write, asked, judged, counted and reported."""
