/** The web console in a real browser, as its users see it, hear it and type into it. */
@NullMarked
package io.benchmarkdeployer.app.console;

import org.jspecify.annotations.NullMarked;
