"""The learning network: questions, answers, who holds the role, and handing it over."""
