/** A JUnit extension that hands tests a cluster, a state and a deployer in memory. */
@NullMarked
package io.benchmarkdeployer.testkit.junit;

import org.jspecify.annotations.NullMarked;
