"""Completion, faults and help for the YAML files of an evaluation, in editors."""
