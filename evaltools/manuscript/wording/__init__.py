"""The wording check: a sentence may say no more than the numbers that it cites."""
