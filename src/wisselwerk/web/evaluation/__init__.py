"""Do you still work together, without signing in; and for the coordinator what came of it, compared and adjusted."""
