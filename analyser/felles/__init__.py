"""analyser/felles."""
