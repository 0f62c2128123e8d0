"""People come to us: what they can say, and what we answer on every channel alike."""
