"""What bodies wrote in answer to a referral: read line by line, repaired, and its facts found."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
