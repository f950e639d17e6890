/** What changes, as it happens. */
@NullMarked
package io.benchmarkdeployer.app.web.event;

import org.jspecify.annotations.NullMarked;
