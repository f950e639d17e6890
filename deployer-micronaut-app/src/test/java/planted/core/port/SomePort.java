package planted.core.port;

/** Planted: breaks a rule on purpose. */
public interface SomePort {}
