"""The way to a language model and back: prompt, request, reply, answer."""
