"""Everything a person can ask, one module per thing. `registry.COMMANDS` lists them."""
