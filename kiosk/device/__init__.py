"""What is around the glass: the local door through which other programs ask. No rooms, no Exchange."""
