"""Stub."""

from __future__ import annotations

from evaltools.errors import Fault


def speak(fault: Fault, *, language: str) -> Fault:
    """Stub."""
    return fault
