package planted.core.manifest;

import planted.core.port.SomePort;

/** Planted: breaks a rule on purpose. */
public record KnowsAPort(SomePort port) {}
