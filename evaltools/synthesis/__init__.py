"""The evidence on each goal beside each other, and what the evaluator concludes from it.

It reads what earlier notebooks published, and nothing else. Kinds of evidence are never
averaged: where they disagree, that is what is said.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
