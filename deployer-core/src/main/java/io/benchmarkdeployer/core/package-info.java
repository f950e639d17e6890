/** The deployer as one object, for programs that embed it. */
@NullMarked
package io.benchmarkdeployer.core;

import org.jspecify.annotations.NullMarked;
