"""Ways to reach people. One folder per channel; nothing here knows the database."""
