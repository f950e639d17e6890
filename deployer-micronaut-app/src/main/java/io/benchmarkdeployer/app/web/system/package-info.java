/** What the service says of itself: health, status, metrics. */
@NullMarked
package io.benchmarkdeployer.app.web.system;

import org.jspecify.annotations.NullMarked;
