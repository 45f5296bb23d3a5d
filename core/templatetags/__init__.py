"""Template tags: the components of every page, documented by example at /styleguide/."""
