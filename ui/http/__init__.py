"""What every HTTP door needs: forms, errors, limits, streams, protection."""
