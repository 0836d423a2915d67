"""Pairs of facts and the face they must give: dropping in a pair is adding a test."""
