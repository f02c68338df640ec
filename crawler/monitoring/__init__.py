"""What the operator’s eyes outside see of the runs: metrics, notices, the alarm of silence."""
