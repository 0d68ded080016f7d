"""Figures for people, in one visual language; each takes nothing but a Publishable.

A figure says n, marks synthetic data, labels directly, and carries an alternative text made from
the numbers that it draws. Text is drawn as outlines, so that a figure looks the same everywhere,
and the same numbers give the same bytes.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
