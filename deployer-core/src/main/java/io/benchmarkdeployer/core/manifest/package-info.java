/**
 * Reading a manifest exactly once, as kubectl would read it, within hard limits and with every
 * problem at its place; what was read here is what is checked, stored (masked) and sent.
 */
@NullMarked
package io.benchmarkdeployer.core.manifest;

import org.jspecify.annotations.NullMarked;
