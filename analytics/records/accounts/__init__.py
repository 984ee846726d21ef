"""Who may come in: accounts, their passwords, and the sessions they hold."""
