"""Adds up the registers that the DPDs sent; the steps are read, check, merge, hide, write."""
