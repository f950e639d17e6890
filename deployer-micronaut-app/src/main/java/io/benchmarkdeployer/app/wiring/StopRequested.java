package io.benchmarkdeployer.app.wiring;

/**
 * The service is about to stop: told before anything is taken down, and waited for. Micronaut's own
 * events of the stop come to the server and to us in no order that one could rely on.
 */
public record StopRequested() {}
