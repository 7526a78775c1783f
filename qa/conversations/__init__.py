"""Conversations kept on this machine: stored, checked again when documents change, exported."""
