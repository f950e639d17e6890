package planted.core.model;

import planted.core.port.SomePort;

/** Planted: breaks a rule on purpose. */
public record KnowsAPort(SomePort port) {}
