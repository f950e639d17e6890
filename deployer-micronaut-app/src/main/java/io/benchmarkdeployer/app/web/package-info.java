/** What all features of the wire share. */
@NullMarked
package io.benchmarkdeployer.app.web;

import org.jspecify.annotations.NullMarked;
