package planted.core;

import planted.k8s.SomeAdapter;

/** Planted: breaks a rule on purpose. */
public record KnowsAnAdapter(SomeAdapter adapter) {}
