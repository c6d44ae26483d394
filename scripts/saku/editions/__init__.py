"""Editions made from the finished pages; they know `pages.json`, not each other."""
