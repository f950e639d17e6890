/**
 * The boundaries to the world outside: the cluster and what outlives the process, with the one
 * family of errors that they speak.
 */
@NullMarked
package io.benchmarkdeployer.core.port;

import org.jspecify.annotations.NullMarked;
