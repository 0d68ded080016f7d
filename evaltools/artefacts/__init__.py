"""What notebooks hand on: tables, figures and values, protected, with all that stands beside them.

They are the only thing that the synthesis, the report and the factsheets know of the data.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
