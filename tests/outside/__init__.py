"""The judge: drives the display as a stranger would, through AT-SPI, the command line and an Exchange of its own.

Nothing in this folder imports kiosk. What it knows of the product is written in its outside interface.
"""
