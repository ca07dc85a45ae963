"""Pendopo: a digital platform for Indonesian local governments."""
