/** The web console: the files of its page. */
@NullMarked
package io.benchmarkdeployer.app.web.console;

import org.jspecify.annotations.NullMarked;
