"""The built-in web chat: the embedded default, needing no account anywhere."""
