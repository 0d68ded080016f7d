"""What is evaluated, as data: the programme, its indicators and the bodies that carry it out."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
