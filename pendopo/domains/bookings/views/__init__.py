"""Pages of bookings: for residents, for the officer who runs a queue, for the waiting room."""
