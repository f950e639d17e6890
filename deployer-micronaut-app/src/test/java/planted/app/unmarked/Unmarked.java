package planted.app.unmarked;

/** Planted: breaks a rule on purpose. */
public record Unmarked() {}
