package planted.app.web;

import planted.testkit.SomeFake;

/** Planted: breaks a rule on purpose. */
public record NamesAFake(SomeFake fake) {}
