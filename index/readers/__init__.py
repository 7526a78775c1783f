"""One module per file format: bytes in, canonical text with its sections and pages out."""
