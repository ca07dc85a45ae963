"""Equal rooms for equal neighbours; see docs/explanation/architecture.md."""
