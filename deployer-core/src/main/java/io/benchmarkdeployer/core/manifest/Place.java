package io.benchmarkdeployer.core.manifest;

/** Where in the whole text: line and column from 1. */
record Place(int line, int column) {}
