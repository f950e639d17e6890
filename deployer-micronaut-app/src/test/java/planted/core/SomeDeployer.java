package planted.core;

/** Planted: breaks a rule on purpose. */
public interface SomeDeployer {}
