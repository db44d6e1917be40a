"""What everything stands on. A closed list: database, clock, money, errors, settings."""
