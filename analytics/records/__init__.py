"""What people did and decided: accounts, sessions, the audit chain, exports, jobs. Knows no rule and no engine."""
