//! The settings of a small project on trial, whose definitions each test gives.

/// Two periods, one language, one pack.
pub const PROJECT: &str = "project: trial
title: { en: Trial }
region: { en: Somewhere }
publisher: { en: Nobody }
languages: [en]
currency: SEK
periods:
  - { period: '2024', start: 2024-01-01, end: 2024-12-31, deadline: 2025-02-28, release: 2025-09-01 }
  - { period: '2025', start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-01 }
packs: [trial]
";
