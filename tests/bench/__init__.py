"""`make bench`: how fast the site is, and how it grows. See docs/performance.md."""
