/** Jobs by their names: status, log, events, waiting, deletion; as HTTP. */
@NullMarked
package io.benchmarkdeployer.app.web.job;

import org.jspecify.annotations.NullMarked;
