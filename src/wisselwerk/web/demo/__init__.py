"""Pages that exist in a demo only: its mailbox and its sample invoices."""
