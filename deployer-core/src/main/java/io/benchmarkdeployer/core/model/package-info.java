/**
 * The nouns of the domain with their rules: what a deployment, a job and a manifest's objects are.
 */
@NullMarked
package io.benchmarkdeployer.core.model;

import org.jspecify.annotations.NullMarked;
