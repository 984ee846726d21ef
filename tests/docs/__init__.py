"""Documentation that is generated, and checked for drift by the tests."""
