"""The command line: one small file a verb or group of verbs; what is heavy is imported when a verb runs."""
