"""The screens on which editors read sources again and confirm spellings."""
