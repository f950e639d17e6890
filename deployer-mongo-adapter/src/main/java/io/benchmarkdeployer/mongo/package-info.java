/** The state port on MongoDB, by its reactive driver. */
@NullMarked
package io.benchmarkdeployer.mongo;

import org.jspecify.annotations.NullMarked;
