"""Files are read in processes of their own, which can be killed and can do nothing but read.

Parsers are where a hostile file strikes: it makes them loop, fill the memory, crash, or run what it
brings along. ``workers`` is this side of the wall, ``worker`` the other one.
"""
