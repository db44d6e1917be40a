"""House rules as tests. Each says its reason when it fails; each was seen red once by sabotage."""
