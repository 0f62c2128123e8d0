"""The web comes to us: fetch, decode, parse, decide what is new, publish."""
