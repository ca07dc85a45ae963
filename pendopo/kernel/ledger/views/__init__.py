"""Pages of the ledger: public proofs, and deliveries that wait for a person."""
