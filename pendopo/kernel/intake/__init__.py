"""Intake: one protocol for what is sent once, even from a blank spot.

A device keeps what could not be sent and tries again under the same key. `receiving.receive`
runs the work once and answers every repetition with the stored receipt; `answers` speaks the
protocol over HTTP.
"""
