"""JupyterLab at home in an evaluation: a start page, and a form that sets parameters."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
