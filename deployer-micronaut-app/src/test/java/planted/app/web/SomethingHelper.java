package planted.app.web;

/** Planted: breaks a rule on purpose. */
public record SomethingHelper() {}
