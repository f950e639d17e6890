package planted.core.usecase;

import planted.core.SomeDeployer;

/** Planted: breaks a rule on purpose. */
public record KnowsTheDeployer(SomeDeployer deployer) {}
