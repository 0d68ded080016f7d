"""Speak with an editor over standard input and output: `python -m evaltools.editing`."""

from evaltools.editing.server import make_server

make_server().start_io()
