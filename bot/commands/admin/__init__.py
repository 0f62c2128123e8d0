"""What admins do: people, invitations, feeds, and whether all is well. Every command here needs the role each time."""
