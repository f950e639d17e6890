package planted.core.usecase;

/** Planted: breaks a rule on purpose. */
public class Extensible {}
