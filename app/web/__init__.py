"""What all screens share, without a word of business."""
