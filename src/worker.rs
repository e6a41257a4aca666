//! Child processes with limits on their memory and time.
