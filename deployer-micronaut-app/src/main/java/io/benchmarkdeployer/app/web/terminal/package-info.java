/** Terminal sessions in the pods of jobs, as HTTP and as WebSockets. */
@NullMarked
package io.benchmarkdeployer.app.web.terminal;

import org.jspecify.annotations.NullMarked;
