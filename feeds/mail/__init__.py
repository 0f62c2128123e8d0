"""A mailbox as a feed: letters over IMAP, each of which becomes a notice."""
