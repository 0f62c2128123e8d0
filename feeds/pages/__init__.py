"""List pages of sites without feeds: the list, its dates, the notices behind it."""
