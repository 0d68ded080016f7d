"""A reproducible evaluation of a municipal programme: raw files in, a finished report out."""

__version__ = "0.1.0"
