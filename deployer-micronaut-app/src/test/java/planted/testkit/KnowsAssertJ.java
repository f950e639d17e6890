package planted.testkit;

import org.assertj.core.api.SoftAssertions;

/** Planted: breaks a rule on purpose. */
public record KnowsAssertJ(SoftAssertions assertions) {}
