"""Pages for who acts for a business: apply, and see what became of it."""
