package io.benchmarkdeployer.core.manifest;

/**
 * A piece of the text: what separates it from the piece before, and what may hold one document. All
 * pieces joined are the text.
 *
 * @param separator the {@code ---} line; empty before the first piece
 * @param firstLine the line of the text on which the body begins, from 1
 */
record Segment(String separator, String body, int firstLine) {}
