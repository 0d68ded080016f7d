"""The report: artefacts of the notebooks and the evaluators' text, in four formats."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
