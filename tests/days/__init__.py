"""Golden days: what Exchange tells, and what the glass must show, where clocks change, midnight is crossed or missing."""
