"""The fleet's server side: who belongs to it, what each display shall be, and how that gets there."""
