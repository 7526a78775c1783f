"""The check: whether the cited sentences bear out what a model claims."""
