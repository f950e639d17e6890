/** The ports in memory, for tests and for the embedded mode. */
@NullMarked
package io.benchmarkdeployer.testkit;

import org.jspecify.annotations.NullMarked;
