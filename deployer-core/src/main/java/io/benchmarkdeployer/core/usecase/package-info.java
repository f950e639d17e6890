/**
 * The verbs of the domain, one final class each: what may be done with deployments and jobs, and by
 * what rules. They know the ports, never what is behind them.
 */
@NullMarked
package io.benchmarkdeployer.core.usecase;

import org.jspecify.annotations.NullMarked;
