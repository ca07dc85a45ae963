"""What the developers run beside the product."""
