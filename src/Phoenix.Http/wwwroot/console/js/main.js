// The console's start.
