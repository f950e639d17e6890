/** What is answered when something is wrong: one table for all of it. */
@NullMarked
package io.benchmarkdeployer.app.web.error;

import org.jspecify.annotations.NullMarked;
