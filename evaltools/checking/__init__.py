"""What `evaltools check` reads, file by file: what is fine, what is wrong, what to do next."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
