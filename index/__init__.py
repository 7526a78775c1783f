"""Documents in, searchable passages out. Knows nothing of questions, prompts or language models."""
