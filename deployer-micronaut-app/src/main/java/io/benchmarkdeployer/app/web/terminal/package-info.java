/** Terminals: making, listing and ending their sessions, and the WebSockets to their shells. */
@NullMarked
package io.benchmarkdeployer.app.web.terminal;

import org.jspecify.annotations.NullMarked;
