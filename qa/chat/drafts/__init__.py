"""The check of a draft that somebody pastes."""
