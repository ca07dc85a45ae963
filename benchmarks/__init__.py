"""What Pendopo costs, each figure beside its floor, measured in the same run."""
