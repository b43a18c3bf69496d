/// Whether the tests were built with optimisation: what trains for long runs only then, and CI
/// builds the tests so.
#if DEBUG
  let isOptimised = false
#else
  let isOptimised = true
#endif
