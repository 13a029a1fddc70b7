"""Correcting the programme on the day: an event later, elsewhere, called off, with a look beforehand and a way back."""
