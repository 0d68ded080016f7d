"""The one door out: what leaves this room is what a reader may see.

Tables, figures and the report accept nothing but a `Publishable`, and only this room makes one.
Each function protects by the rule of the declared sensitivity; the numbers of the rules stand
in evaluation.yml with the legal basis that the evaluator records. What a reader could work out
from all of them together, and from earlier releases, the release gate finds before anything is
built.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
