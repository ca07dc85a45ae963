"""Bookings: slots, quota, queue numbers."""
