"""The ground of the house: values and pure verbs. Nothing here waits, reads, writes or imports a neighbour."""
