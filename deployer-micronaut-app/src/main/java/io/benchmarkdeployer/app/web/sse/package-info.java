/** Answers that go on, and the format of server-sent events. */
@NullMarked
package io.benchmarkdeployer.app.web.sse;

import org.jspecify.annotations.NullMarked;
