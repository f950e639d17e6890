package planted.core.elsewhere;

/** Planted: breaks a rule on purpose. */
public record Stray() {}
