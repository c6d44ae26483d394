"""Makes the editions of the Buku Saku SOP JamkesWatch from `docs/`."""
