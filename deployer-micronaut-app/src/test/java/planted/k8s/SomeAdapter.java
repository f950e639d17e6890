package planted.k8s;

/** Planted: breaks a rule on purpose. */
public interface SomeAdapter {}
