"""What the analyses share: the four answers, rules, thresholds, measuring, tables."""
