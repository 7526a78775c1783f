"""Are the quotations of a draft really in the documents? For editors: ``python -m qa check``."""
