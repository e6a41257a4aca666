//! Targets, baselines and comments that a project sets beside its figures.
