"""Where indicator values come from: each publisher's form becomes one long table."""
