"""The domain and every decision made in its words.

Nothing here does I/O, reads the clock or knows SQL: text, rows and times come in, values come out.
"""
