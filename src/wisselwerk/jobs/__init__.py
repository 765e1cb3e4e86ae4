"""What the clock and the outbox set going: mails that repeat a page, and work that comes round every day."""
