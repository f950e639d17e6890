/** Who may call: tokens, hosts and origins; a route without a rule is closed. */
@NullMarked
package io.benchmarkdeployer.app.web.access;

import org.jspecify.annotations.NullMarked;
