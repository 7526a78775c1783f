"""The templates that a language model reads, as text files."""
