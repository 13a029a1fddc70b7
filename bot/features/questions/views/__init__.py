"""The screens of questions."""
