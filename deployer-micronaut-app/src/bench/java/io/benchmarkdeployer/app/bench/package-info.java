/** What terminals cost, beside what they would cost without us: see docs/benchmarks.md. */
@NullMarked
package io.benchmarkdeployer.app.bench;

import org.jspecify.annotations.NullMarked;
