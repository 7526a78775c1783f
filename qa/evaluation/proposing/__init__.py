"""Accuracy cases proposed by rule from a library's own documents, one module for each kind."""
