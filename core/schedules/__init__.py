"""What comes again at set times: its fields, its form, its shapes for programs, and the planner that moves it on."""
