//! The stages in order; the only place where they meet.
