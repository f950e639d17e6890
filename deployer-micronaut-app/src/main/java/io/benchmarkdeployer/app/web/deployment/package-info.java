/** Deploying, listing and deleting, as HTTP. */
@NullMarked
package io.benchmarkdeployer.app.web.deployment;

import org.jspecify.annotations.NullMarked;
