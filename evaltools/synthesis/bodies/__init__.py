"""What is published of each body, gathered for its factsheet and read again.

Rows are found by the ids of bodies and measures that the tables carry as keys, never by names.
Every number is a cell of a published table, written as the table writes it.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
