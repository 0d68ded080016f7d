"""The page of a run: what was made, what was reused, why, and how long it took."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
