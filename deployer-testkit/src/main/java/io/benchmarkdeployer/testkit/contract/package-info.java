/**
 * What every adapter of a port must do, as tests: extend a contract with your adapter and run it.
 */
@NullMarked
package io.benchmarkdeployer.testkit.contract;

import org.jspecify.annotations.NullMarked;
