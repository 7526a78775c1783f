"""The documents: what is in the library, adding to it, removing from it."""
