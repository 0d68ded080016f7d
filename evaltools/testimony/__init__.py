"""What people wrote: redacted by machine, read by a person, published only when signed.

Texts are coded likewise: the machine proposes themes, a person decides, and only what persons
have decided is counted.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
