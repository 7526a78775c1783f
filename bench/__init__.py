"""Measurements: each a command, each printing what it measured beside a baseline."""
