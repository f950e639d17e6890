/** Logs of jobs as HTTP: live, for many who look at once, and as files. */
@NullMarked
package io.benchmarkdeployer.app.web.log;

import org.jspecify.annotations.NullMarked;
