"""What programs themselves report."""
