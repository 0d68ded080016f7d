"""A factsheet per body, one page in every language, and an index that finds it."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
