/** The embedded mode: a cluster in this process whose containers run as local processes. */
@NullMarked
package io.benchmarkdeployer.app.embedded;

import org.jspecify.annotations.NullMarked;
