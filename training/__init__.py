"""How the reader that ships with the product was trained; nothing here is used at run time."""
