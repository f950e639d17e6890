/** The service: starts the HTTP server over the core. */
@NullMarked
package io.benchmarkdeployer.app;

import org.jspecify.annotations.NullMarked;
