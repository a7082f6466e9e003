"""What draws random problems: functions to differentiate, processes and grids to plan in."""
