"""The leader's door: the city on one screen of a phone, and what was asked for."""
